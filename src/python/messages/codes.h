// codes.h
//
// The error codes that diagnostics carry, mypy 2.4.1's, as one table from which everything else is
// generated. Each code is an array of its own rather than a shared literal, so that `const char*`
// serves as its identity: kCallArgMisc prints as "call-arg" but is switched off with "misc".
// A constant is named as its code is printed: "typeddict-item" is kTypeddictItem.

#pragma once

#include <span>
#include <string_view>

namespace krait::messages::codes {

// clang-format off
// X(constant, name, what the code vouches for, enabled by default, the broader code it is part of).
#define KRAIT_ERROR_CODES(X) \
    X(kAttrDefined, "attr-defined", "an attribute exists", true, kNone) \
    X(kNameDefined, "name-defined", "a name is defined", true, kNone) \
    X(kCallArg, "call-arg", \
      "a call has the right number, names and kinds of arguments", true, kNone) \
    X(kArgType, "arg-type", "an argument fits its parameter", true, kNone) \
    X(kCallOverload, "call-overload", "a call fits an overload", true, kNone) \
    X(kValidType, "valid-type", "an annotation is a type", true, kNone) \
    X(kNonetypeType, "nonetype-type", "an annotation is not NoneType", true, kNone) \
    X(kVarAnnotated, "var-annotated", \
      "a variable whose type cannot be inferred is annotated", true, kNone) \
    X(kOverride, "override", "an override fits its base class", true, kNone) \
    X(kReturn, "return", "every path of a function returns a value", true, kNone) \
    X(kReturnValue, "return-value", "a returned value fits the signature", true, kNone) \
    X(kAssignment, "assignment", "a value fits its target", true, kNone) \
    X(kMethodAssign, "method-assign", "a method is not assigned to", true, kAssignment) \
    X(kTypeArg, "type-arg", "a generic type has its arguments", true, kNone) \
    X(kTypeVar, "type-var", "a type variable gets a permitted value", true, kNone) \
    X(kUnionAttr, "union-attr", "every item of a union has the attribute", true, kNone) \
    X(kIndex, "index", "subscripts fit", true, kNone) \
    X(kOperator, "operator", "operands fit their operator", true, kNone) \
    X(kListItem, "list-item", "items fit their list", true, kNone) \
    X(kDictItem, "dict-item", "items fit their dict", true, kNone) \
    X(kTypeddictItem, "typeddict-item", "items fit their TypedDict", true, kNone) \
    X(kTypeddictUnknownKey, "typeddict-unknown-key", \
      "a TypedDict is built from known keys only", true, kTypeddictItem) \
    X(kHasType, "has-type", "a type is known where it is needed", true, kNone) \
    X(kImport, "import", "an import leads to something typed", true, kNone) \
    X(kImportNotFound, "import-not-found", "an imported module exists", true, kImport) \
    X(kImportUntyped, "import-untyped", "an imported module has stubs", true, kImport) \
    X(kNoRedef, "no-redef", "a name is defined once", true, kNone) \
    X(kFuncReturnsValue, "func-returns-value", "a call used as a value gives one", true, kNone) \
    X(kAbstract, "abstract", "abstract classes are not instantiated", true, kNone) \
    X(kTypeAbstract, "type-abstract", \
      "type[...] of an abstract class gets concrete classes", true, kNone) \
    X(kValidNewtype, "valid-newtype", "NewType gets a class", true, kNone) \
    X(kStrFormat, "str-format", "string formatting fits", true, kNone) \
    X(kStrBytesSafe, "str-bytes-safe", "bytes are not formatted as text by accident", true, kNone) \
    X(kExitReturn, "exit-return", "__exit__ says whether it swallows exceptions", true, kNone) \
    X(kLiteralRequired, "literal-required", "a literal stands where one is needed", true, kNone) \
    X(kUnusedCoroutine, "unused-coroutine", "coroutines are awaited", true, kNone) \
    X(kEmptyBody, "empty-body", "a body that is empty may return nothing", true, kNone) \
    X(kSafeSuper, "safe-super", "super() does not reach an empty abstract body", true, kNone) \
    X(kTopLevelAwait, "top-level-await", "await is not used at the top level", true, kNone) \
    X(kAwaitNotAsync, "await-not-async", "await is used in coroutines only", true, kNone) \
    X(kNoUntypedDef, "no-untyped-def", "functions are annotated", true, kNone) \
    X(kNoUntypedCall, "no-untyped-call", "annotated functions call annotated ones", true, kNone) \
    X(kRedundantCast, "redundant-cast", "a cast changes the type", true, kNone) \
    X(kAssertType, "assert-type", "assert_type() holds", true, kNone) \
    X(kComparisonOverlap, "comparison-overlap", "compared types can be equal", true, kNone) \
    X(kNoAnyUnimported, "no-any-unimported", "no type is Any for lack of an import", true, kNone) \
    X(kNoAnyReturn, "no-any-return", "Any is not returned where a type is promised", true, kNone) \
    X(kUnreachable, "unreachable", "statements and expressions can be reached", true, kNone) \
    X(kAnnotationUnchecked, "annotation-unchecked", \
      "annotations stand where they are checked", true, kNone) \
    X(kTypeddictReadonlyMutated, "typeddict-readonly-mutated", \
      "read-only keys are not written", true, kNone) \
    X(kPossiblyUndefined, "possibly-undefined", \
      "a variable is defined on every path", false, kNone) \
    X(kRedundantExpr, "redundant-expr", "an expression has an effect on the result", false, kNone) \
    X(kTruthyBool, "truthy-bool", "a tested value can be false", false, kNone) \
    X(kTruthyFunction, "truthy-function", "a function is not tested for truth", true, kNone) \
    X(kTruthyIterable, "truthy-iterable", "an iterable is not tested for truth", false, kNone) \
    X(kStrUnpack, "str-unpack", "a str is not unpacked", true, kNone) \
    X(kNameMatch, "name-match", "a type definition is bound to its own name", true, kNone) \
    X(kNoOverloadImpl, "no-overload-impl", "overloads have an implementation", true, kNone) \
    X(kIgnoreWithoutCode, "ignore-without-code", "ignores name their codes", false, kNone) \
    X(kUnusedAwaitable, "unused-awaitable", "awaitables are awaited", false, kNone) \
    X(kRedundantSelf, "redundant-self", "self is not annotated with Self", false, kNone) \
    X(kUsedBeforeDef, "used-before-def", "a name is used after its definition", true, kNone) \
    X(kUnusedIgnore, "unused-ignore", "ignores are needed", false, kNone) \
    X(kExplicitOverride, "explicit-override", "overriding methods say @override", false, kNone) \
    X(kUnimportedReveal, "unimported-reveal", "reveal_type is imported", false, kNone) \
    X(kMutableOverride, "mutable-override", \
      "mutable attributes keep their type when overridden", false, kNone) \
    X(kExhaustiveMatch, "exhaustive-match", "match statements cover everything", false, kNone) \
    X(kMetaclass, "metaclass", "a metaclass is valid", true, kNone) \
    X(kMaybeUnrecognizedStrTypeform, "maybe-unrecognized-str-typeform", \
      "a string where a TypeForm belongs is understood", true, kNone) \
    X(kSyntax, "syntax", "the text is Python", true, kNone) \
    X(kMisc, "misc", "whatever has no code of its own", true, kNone) \
    X(kCallArgMisc, "call-arg", \
      "a call has the right number, names and kinds of arguments", true, kMisc) \
    X(kOverloadCannotMatch, "overload-cannot-match", "an overload can be reached", true, kMisc) \
    X(kOverloadOverlap, "overload-overlap", "overloads do not overlap unsafely", true, kMisc) \
    X(kPropDecorator, "prop-decorator", "properties have no further decorators", true, kMisc) \
    X(kUntypedDecorator, "untyped-decorator", "decorators keep functions typed", true, kNone) \
    X(kNarrowedTypeNotSubtype, "narrowed-type-not-subtype", \
      "TypeIs narrows to a subtype", true, kNone) \
    X(kExplicitAny, "explicit-any", "Any is not written out", true, kNone) \
    X(kDeprecated, "deprecated", "nothing deprecated is used", false, kNone)
// clang-format on

/// No code: notes, and the missing parent of a code.
inline constexpr char kNone[] = "";

#define KRAIT_DECLARE_CODE(constant, name, ...) inline constexpr char constant[] = name;
KRAIT_ERROR_CODES(KRAIT_DECLARE_CODE)
#undef KRAIT_DECLARE_CODE

struct CodeInfo {
    const char* code;
    std::string_view description;
    std::string_view category;  ///< as mypy groups them; there is only "General"
    bool default_enabled;
    const char* parent;  ///< disabling it disables this one too; kNone where there is none
};

/// All codes in mypy's order of definition.
[[nodiscard]] std::span<const CodeInfo> all();

/// The facts of a code by its constant (its identity, not its text); null for kNone and strangers.
[[nodiscard]] const CodeInfo* info(const char* code);

/// The code that a user means by `name`; null if there is none. "call-arg" is kCallArg.
[[nodiscard]] const CodeInfo* find(std::string_view name);

}  // namespace krait::messages::codes
