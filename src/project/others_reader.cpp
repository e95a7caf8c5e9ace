#include "project/others_reader.h"

namespace krait::project {

using types::as;
using types::DecoratedInfo;
using types::Definition;
using types::OverloadedInfo;
using types::VarInfo;

namespace {

void hide(VarInfo& variable) {
    variable.type = nullptr;
    variable.is_ready = false;
}

/// Gives a copy that was shown without its type the whole definition.
void reveal(Definition& shown, const Definition& real) {
    if (const auto* variable = as<VarInfo>(&real)) {
        static_cast<VarInfo&>(shown) = *variable;
    } else if (const auto* overload = as<OverloadedInfo>(&real)) {
        static_cast<OverloadedInfo&>(shown) = *overload;
    } else if (const auto* decorated = as<DecoratedInfo>(&real)) {
        *static_cast<DecoratedInfo&>(shown).variable = *decorated->variable;
    }
}

}  // namespace

bool is_pending(const Definition& definition) {
    if (const auto* variable = as<VarInfo>(&definition)) {
        return !variable->is_ready && variable->type == nullptr;
    }
    if (const auto* decorated = as<DecoratedInfo>(&definition)) {
        return decorated->variable != nullptr && is_pending(*decorated->variable);
    }
    const auto* overload = as<OverloadedInfo>(&definition);
    return overload != nullptr && overload->type == nullptr && !overload->items.empty();
}

bool OthersReader::is_hidden(const Other& other, symbols::Slot slot) const {
    switch (stage_) {
        case Stage::Analysis:
            return holds(other.build->pending, slot);
        case Stage::TopLevel:
            return holds(other.is_earlier ? other.build->late : other.build->pending, slot);
        case Stage::Deferred:
            return false;
    }
    return false;
}

Definition* OthersReader::without_type(const Definition& real) {
    if (const auto* variable = as<VarInfo>(&real)) {
        auto* copy = arena_.make<VarInfo>(*variable);
        hide(*copy);
        return copy;
    }
    if (const auto* overload = as<OverloadedInfo>(&real)) {
        auto* copy = arena_.make<OverloadedInfo>(*overload);
        copy->type = nullptr;
        return copy;
    }
    const auto* decorated = as<DecoratedInfo>(&real);
    if (decorated == nullptr || decorated->variable == nullptr) return nullptr;
    auto* copy = arena_.make<DecoratedInfo>(*decorated);
    copy->variable = arena_.make<VarInfo>(*decorated->variable);
    hide(*copy->variable);
    return copy;
}

const Definition* OthersReader::definition(symbols::DefId id) {
    const Definition* real = ForwardingReader::definition(id);
    if (real == nullptr) return nullptr;
    auto other = others_.find(id.module);
    // What analysis did not leave to the checker was never hidden, and isn't among the copies.
    if (other == others_.end() || !holds(other->second.build->pending, id.slot)) return real;
    if (auto known = copies_.find(id); known != copies_.end()) return known->second.shown;
    if (!is_hidden(other->second, id.slot)) return real;
    Definition* shown = without_type(*real);
    if (shown == nullptr) return real;
    copies_[id] = {shown, real, true};
    return shown;
}

void OthersReader::show(Stage stage) {
    stage_ = stage;
    for (auto& [id, copy] : copies_) {
        if (!copy.hidden || is_hidden(others_.at(id.module), id.slot)) continue;
        reveal(*copy.shown, *copy.real);
        copy.hidden = false;
    }
}

}  // namespace krait::project
