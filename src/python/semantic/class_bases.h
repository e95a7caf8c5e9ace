// class_bases.h
//
// What stands between the parentheses of a class: type variables, bases, metaclass.

#pragma once

#include "python/semantic/analysis.h"

namespace krait::semantic {

struct ClassHead {
    NodeId node = NodeId::None;
    Name name = Name::Empty;
    Place place;  ///< of the ClassDef, for complaints
    /// Bases that count: Generic[...] and bare Protocol are taken out.
    std::vector<NodeId> bases;
    std::vector<NamedTypeVariable> type_variables;
    bool is_protocol = false;
};

/// A base as a type; the expression is for complaints.
struct BaseType {
    TypePtr type = nullptr;
    NodeId node = NodeId::None;
};

struct Bases {
    std::vector<BaseType> types;
    bool has_error = false;
    bool is_ready = true;
};

struct Metaclass {
    const types::Instance* type = nullptr;
    bool is_ready = true;
    bool is_any = false;
};

[[nodiscard]] ClassHead read_class_head(Analyzer& a, NodeId class_def);
[[nodiscard]] Bases analyze_bases(Analyzer& a, const ClassHead& head);
[[nodiscard]] Metaclass analyze_metaclass(Analyzer& a, NodeId class_def);
/// Sets bases, MRO and what follows from bases that are tuples, TypedDicts or Any.
void configure_bases(Analyzer& a, ClassInfo& info, const ClassHead& head, const Bases& bases);
void settle_metaclass(Analyzer& a, ClassInfo& info, const Metaclass& metaclass, Place place);

}  // namespace krait::semantic
