// patterns_class.cpp: `C(pattern, name=pattern)`: an isinstance test whose positional patterns name
// attributes through `__match_args__`, or stand for the value itself where C is one of a few
// builtins.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/patterns.h"
#include "python/checker/report.h"
#include "python/types/format.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

namespace texts = messages::texts;

/// What a class in a pattern stands for; none, with an error, for what is no class.
OptionalRanges class_ranges(CheckContext& ck, TypePtr type, NodeId pattern) {
    TypePtr plain = proper(ck, type);
    if (const auto* options = types::as<UnionType>(plain)) {
        TypeRanges all;
        for (TypePtr item : options->items) {
            OptionalRanges own = class_ranges(ck, item, pattern);
            if (own) all.insert(all.end(), own->begin(), own->end());
        }
        if (all.empty()) return std::nullopt;
        return all;
    }
    if (is_class_object(ck, plain)) {
        const ClassInfo* info = types::type_object(ck.cx, plain);
        if (info != nullptr)
            return TypeRanges{{types::fill_typevars_with_any(ck.cx, *info), false}};
    }
    NodeId cls = ck.tree.match_class(pattern).cls;
    const VarInfo* variable = variable_of(ck, cls);
    if (variable != nullptr && variable->type != nullptr &&
        is_text(variable->fullname, "typing.Callable")) {
        TypePtr any = any_type(ck, AnySource::Unannotated);
        return TypeRanges{{types::callable_with_ellipsis(ck.cx, any, any,
                                                         *named_type(ck, known::builtins_function)),
                           false}};
    }
    if (const auto* type_type = types::as<TypeType>(plain)) {
        return TypeRanges{{type_type->item, true}};
    }
    if (types::is<AnyType>(plain)) return TypeRanges{{plain, false}};
    fail_lazily(ck, pattern, messages::codes::kNone, [&] {
        return messages::fill(texts::kClassPatternTypeRequired,
                              {types::type_to_string(ck.cx, type)});
    });
    return std::nullopt;
}

/// `int(x)` binds the int itself: so do these builtins and their subclasses, unless they say
/// otherwise.
bool matches_itself(CheckContext& ck, TypePtr type) {
    static constexpr std::string_view kClasses[] = {
        "builtins.bool",  "builtins.bytearray", "builtins.bytes", "builtins.dict",
        "builtins.float", "builtins.frozenset", "builtins.int",   "builtins.list",
        "builtins.set",   "builtins.str",       "builtins.tuple"};
    type = proper(ck, type);
    if (const auto* tuple = types::as<TupleType>(type)) type = proper(ck, tuple->partial_fallback);
    if (types::is<AnyType>(type)) return false;
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && get_member(ck, info_of(ck, *instance), "__match_args__")) {
        return false;
    }
    return std::any_of(std::begin(kClasses), std::end(kClasses), [&](std::string_view name) {
        return lookup_class(ck, name) != nullptr &&
               types::is_subtype(ck.cx, type, named_type(ck, name));
    });
}

/// A part of the pattern with the attribute that it is matched with; Empty where that isn't known.
struct AttributePattern {
    Name attribute = Name::Empty;
    NodeId pattern = NodeId::None;
};

/// Names in `__match_args__` for so many positional patterns; none, with an error, if it has not
/// so many.
std::optional<std::vector<Name>> positional_names(CheckContext& ck, TypePtr type, NodeId pattern,
                                                  std::size_t count) {
    TypePtr found = nullptr;
    {
        Filter filter(ck);
        found = analyze_member_access({ck, type, pattern}, base::intern("__match_args__"), type);
        if (filter.has_errors()) found = nullptr;
    }
    if (found == nullptr) {
        fail_lazily(ck, pattern, messages::codes::kNone, [&] {
            return messages::fill(texts::kMissingMatchArgs, {types::type_to_string(ck.cx, type)});
        });
        return std::nullopt;
    }
    const auto* tuple = proper_as<TupleType>(ck, found);
    if (tuple == nullptr) return std::vector<Name>(count, Name::Empty);
    if (count > tuple->items.size()) {
        fail(ck, pattern, texts::kClassPatternTooManyPositionalArgs);
        return std::nullopt;
    }
    std::vector<Name> names;
    for (std::size_t i = 0; i < count; ++i) {
        auto values = types::try_getting_str_literals(ck.cx, tuple->items[i]);
        names.push_back(values && values->size() == 1 ? (*values)[0] : Name::Empty);
    }
    return names;
}

/// Adds the keyword patterns; false, with errors, if an attribute is matched twice.
bool add_keyword_patterns(CheckContext& ck, const syntax::MatchClassView& view,
                          std::vector<AttributePattern>& parts) {
    const std::size_t positional = parts.size();
    bool ok = true;
    for (std::size_t i = 0; i < view.kwd_patterns.size(); ++i) {
        const Name name = ck.tree.identifier(view.kwd_attrs[i]);
        auto known = std::find_if(parts.begin(), parts.end(), [&](const AttributePattern& part) {
            return part.attribute == name;
        });
        if (known != parts.end()) {
            const bool is_positional = static_cast<std::size_t>(known - parts.begin()) < positional;
            fail(ck, view.kwd_patterns[i],
                 is_positional ? texts::kClassPatternKeywordMatchesPositional
                               : texts::kClassPatternDuplicateKeywordPattern,
                 {base::text_of(name)});
            ok = false;
        }
        parts.push_back({name, view.kwd_patterns[i]});
    }
    return ok;
}

/// One class pattern while its parts are looked at.
struct ClassMatch {
    NodeId pattern;
    TypePtr current;   // the subject's type
    TypePtr tested;    // the class, or a union of classes
    TypePtr narrowed;  // the subject as an instance of it
    PatternMatch match;
};

TypePtr attribute_type(CheckContext& ck, ClassMatch& one, const AttributePattern& part) {
    if (part.attribute == Name::Empty) return any_type(ck, AnySource::FromError);
    {
        Filter filter(ck);
        TypePtr found =
            analyze_member_access({ck, one.match.type, part.pattern}, part.attribute, one.narrowed);
        if (!filter.has_errors() && found != nullptr) return found;
    }
    if (refers_to(ck, ck.tree.match_class(one.pattern).cls, "builtins.object")) {
        // `object(name=x)` asks whether there is such an attribute.
        one.match.type = add_any_attribute(ck, one.match.type, part.attribute);
    } else {
        fail_lazily(ck, part.pattern, messages::codes::kNone, [&] {
            return messages::fill(
                texts::kClassPatternUnknownKeyword,
                {types::type_to_string(ck.cx, one.tested), base::text_of(part.attribute)});
        });
    }
    return any_type(ck, AnySource::FromError);
}

void match_attributes(CheckContext& ck, ClassMatch& one,
                      const std::vector<AttributePattern>& parts) {
    bool can_match = true;
    for (const AttributePattern& part : parts) {
        TypePtr type = attribute_type(ck, one, part);
        PatternMatch inner = check_pattern(ck, part.pattern, type);
        if (is_never(ck, inner.type)) {
            can_match = false;
            continue;
        }
        add_captures(ck, one.match.captures, inner.captures);
        if (!is_never(ck, inner.rest)) one.match.rest = one.current;
    }
    if (!can_match) one.match.type = never_type(ck);
}

}  // namespace

PatternMatch check_class_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    syntax::MatchClassView view = ck.tree.match_class(pattern);
    const auto* alias = types::as<types::AliasInfo>(definition_of(ck, view.cls));
    if (alias != nullptr && !alias->no_args) {
        fail(ck, pattern, texts::kClassPatternGenericTypeAlias);
        return no_match(ck, subject);
    }
    OptionalRanges ranges = class_ranges(ck, accept(ck, view.cls), pattern);
    if (!ranges) return no_match(ck, subject);
    std::vector<TypePtr> tested;
    for (const TypeRange& range : *ranges) tested.push_back(range.item);
    ClassMatch one{pattern, proper(ck, subject), union_of(ck, tested), nullptr, {}};
    ConditionalTypes found = split_subject(ck, one.current, ranges, pattern);
    if (is_never(ck, found.yes)) return no_match(ck, subject);
    one.match.type = found.yes;
    one.match.rest = found.no;
    one.narrowed = types::narrow_declared_type(ck.cx, one.current, found.yes);

    std::vector<AttributePattern> parts;
    if (!view.patterns.empty() && matches_itself(ck, one.tested)) {
        if (view.patterns.size() > 1) fail(ck, pattern, texts::kClassPatternTooManyPositionalArgs);
        PatternMatch inner = check_pattern(ck, view.patterns[0], one.narrowed);
        if (!is_never(ck, inner.type)) {
            inner.rest = simplified_union(ck, {found.no, inner.rest});
            return inner;
        }
        one.match.captures = inner.captures;
    } else if (!view.patterns.empty()) {
        auto names = positional_names(ck, one.tested, pattern, view.patterns.size());
        if (!names) return no_match(ck, subject);
        for (std::size_t i = 0; i < names->size(); ++i) {
            parts.push_back({(*names)[i], view.patterns[i]});
        }
    }
    if (!add_keyword_patterns(ck, view, parts)) return no_match(ck, subject);
    match_attributes(ck, one, parts);
    return one.match;
}

}  // namespace krait::checker
