// texts.h
//
// The fixed texts of messages, which are mypy 2.4.1's because people search and match on them, each
// with the code that it is always reported under. Messages that are composed of parts are made by
// the checker's report functions; what they have in common with mypy is in types/format.h.
//
// `{}` stands for what `fill` puts there, from left to right.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "python/messages/codes.h"

namespace krait::messages {

/// One text. Where `code` is kNone the reporter decides, and without a decision it is kMisc.
struct Text {
    std::string_view text;
    const char* code = codes::kNone;
};

/// The text with its placeholders replaced in order. Too few values leave placeholders standing.
[[nodiscard]] std::string fill(std::string_view text,
                               std::initializer_list<std::string_view> values);
[[nodiscard]] inline std::string fill(const Text& text,
                                      std::initializer_list<std::string_view> values) {
    return fill(text.text, values);
}

}  // namespace krait::messages

namespace krait::messages::texts {

// Types that are not valid
inline constexpr Text kInvalidTypeRawEnumValue{"Invalid type: try using Literal[{}.{}] instead?",
                                               codes::kValidType};

// Statements and expressions
inline constexpr Text kNoReturnValueExpected{"No return value expected", codes::kReturnValue};
inline constexpr Text kMissingReturnStatement{"Missing return statement", codes::kReturn};
inline constexpr Text kEmptyBodyAbstract{
    "If the method is meant to be abstract, use @abc.abstractmethod", codes::kEmptyBody};
inline constexpr Text kInvalidImplicitReturn{"Implicit return in function which does not return",
                                             codes::kNone};
inline constexpr Text kIncompatibleReturnValueType{"Incompatible return value type",
                                                   codes::kReturnValue};
inline constexpr Text kReturnValueExpected{"Return value expected", codes::kReturnValue};
inline constexpr Text kNoReturnExpected{"Return statement in function which does not return",
                                        codes::kNone};
inline constexpr Text kInvalidException{"Exception must be derived from BaseException",
                                        codes::kNone};
inline constexpr Text kInvalidExceptionType{
    "Exception type must be derived from BaseException (or be a tuple of exception classes)",
    codes::kNone};
inline constexpr Text kInvalidExceptionGroup{
    "Exception type in except* cannot derive from BaseExceptionGroup", codes::kNone};
inline constexpr Text kReturnInAsyncGenerator{
    "\"return\" with value in async generator is not allowed", codes::kNone};
inline constexpr Text kInvalidReturnTypeForGenerator{
    "The return type of a generator function should be \"Generator\" or one of its supertypes",
    codes::kNone};
inline constexpr Text kInvalidReturnTypeForAsyncGenerator{
    "The return type of an async generator function should be \"AsyncGenerator\" or one of its "
    "supertypes",
    codes::kNone};
inline constexpr Text kYieldValueExpected{"Yield value expected", codes::kNone};
inline constexpr Text kIncompatibleTypes{"Incompatible types", codes::kNone};
inline constexpr Text kIncompatibleTypesInAssignment{"Incompatible types in assignment",
                                                     codes::kAssignment};
inline constexpr Text kCovariantOverrideOfMutableAttribute{
    "Covariant override of a mutable attribute", codes::kMutableOverride};
inline constexpr Text kIncompatibleTypesInAwait{"Incompatible types in \"await\"", codes::kNone};
inline constexpr Text kIncompatibleRedefinition{"Incompatible redefinition", codes::kNone};
inline constexpr Text kIncompatibleTypesInAsyncWithAenter{
    "Incompatible types in \"async with\" for \"__aenter__\"", codes::kNone};
inline constexpr Text kIncompatibleTypesInAsyncWithAexit{
    "Incompatible types in \"async with\" for \"__aexit__\"", codes::kNone};
inline constexpr Text kIncompatibleTypesInAsyncFor{"Incompatible types in \"async for\"",
                                                   codes::kNone};
inline constexpr Text kInvalidTypeForSlots{"Invalid type for \"__slots__\"", codes::kNone};
inline constexpr Text kAsyncForOutsideCoroutine{"\"async for\" outside async function",
                                                codes::kNone};
inline constexpr Text kAsyncWithOutsideCoroutine{"\"async with\" outside async function",
                                                 codes::kNone};
inline constexpr Text kIncompatibleTypesInYield{"Incompatible types in \"yield\"", codes::kNone};
inline constexpr Text kIncompatibleTypesInYieldFrom{"Incompatible types in \"yield from\"",
                                                    codes::kNone};
inline constexpr Text kIncompatibleTypesInStrInterpolation{
    "Incompatible types in string interpolation", codes::kNone};
inline constexpr Text kIncompatibleTypesInCapture{"Incompatible types in capture pattern",
                                                  codes::kNone};
inline constexpr Text kMustHaveNoneReturnType{"The return type of \"{}\" must be None",
                                              codes::kNone};
inline constexpr Text kTupleIndexOutOfRange{"Tuple index out of range", codes::kNone};
inline constexpr Text kAmbiguousSliceOfVariadicTuple{"Ambiguous slice of a variadic tuple",
                                                     codes::kNone};
inline constexpr Text kTooManyTargetsForVariadicUnpack{
    "Too many assignment targets for variadic unpack", codes::kNone};
inline constexpr Text kCannotInferLambdaType{"Cannot infer type of lambda", codes::kNone};
inline constexpr Text kCannotAccessInit{
    "Accessing \"__init__\" on an instance is unsound, since instance.__init__ could be from an "
    "incompatible subclass",
    codes::kNone};
inline constexpr Text kNonInstanceNewType{"\"__new__\" must return a class instance (got {})",
                                          codes::kNone};
inline constexpr Text kInvalidNewType{"Incompatible return type for \"__new__\"", codes::kNone};
inline constexpr Text kBadConstructorType{"Unsupported decorated constructor type", codes::kNone};
inline constexpr Text kCannotAssignToMethod{"Cannot assign to a method", codes::kNone};
inline constexpr Text kCannotAssignToType{"Cannot assign to a type", codes::kNone};
inline constexpr Text kInconsistentAbstractOverload{
    "Overloaded method has both abstract and non-abstract variants", codes::kNone};
inline constexpr Text kMultipleOverloadsRequired{"Single overload definition, multiple required",
                                                 codes::kNone};
inline constexpr Text kReadOnlyPropertyOverridesReadWrite{
    "Read-only property cannot override read-write property", codes::kNone};
inline constexpr Text kFormatRequiresMapping{"Format requires a mapping", codes::kNone};
inline constexpr Text kReturnTypeCannotBeContravariant{
    "Cannot use a contravariant type variable as return type", codes::kNone};
inline constexpr Text kFunctionParameterCannotBeCovariant{
    "Cannot use a covariant type variable as a parameter", codes::kNone};
inline constexpr Text kIncompatibleImportOf{"Incompatible import of \"{}\"", codes::kAssignment};
inline constexpr Text kFunctionTypeExpected{"Function is missing a type annotation",
                                            codes::kNoUntypedDef};
inline constexpr Text kOnlyClassApplication{
    "Type application is only supported for generic classes", codes::kNone};
inline constexpr Text kReturnTypeExpected{"Function is missing a return type annotation",
                                          codes::kNoUntypedDef};
inline constexpr Text kParamTypeExpected{
    "Function is missing a type annotation for one or more parameters", codes::kNoUntypedDef};
inline constexpr Text kKeywordArgumentRequiresStrKeyType{
    "Keyword argument only valid with \"str\" key type in call to \"dict\"", codes::kNone};
inline constexpr Text kAllMustBeSeqStr{"Type of __all__ must be {}, not {}", codes::kNone};
inline constexpr Text kInvalidTypeddictArgs{
    "Expected keyword arguments, {...}, or dict(...) in TypedDict constructor", codes::kNone};
inline constexpr Text kTypeddictKeyMustBeStringLiteral{
    "Expected TypedDict key to be string literal", codes::kNone};
inline constexpr Text kTypeddictOverrideMerge{"Overwriting TypedDict field \"{}\" while merging",
                                              codes::kNone};
inline constexpr Text kMalformedAssert{"Assertion is always true, perhaps remove parentheses?",
                                       codes::kNone};
inline constexpr Text kDuplicateTypeSignatures{"Function has duplicate type signatures",
                                               codes::kNone};
inline constexpr Text kDescriptorSetNotCallable{"{}.__set__ is not callable", codes::kNone};
inline constexpr Text kDescriptorGetNotCallable{"{}.__get__ is not callable", codes::kNone};
inline constexpr Text kModuleLevelGetattribute{"__getattribute__ is not valid at the module level",
                                               codes::kNone};
inline constexpr Text kClassVarConflictsSlots{
    "\"{}\" in __slots__ conflicts with class variable access", codes::kNone};
inline constexpr Text kNameNotInSlots{
    "Trying to assign name \"{}\" that is not in \"__slots__\" of type \"{}\"", codes::kNone};
inline constexpr Text kTypeAlwaysTrue{
    "{} which does not implement __bool__ or __len__ so it could always be true in boolean context",
    codes::kTruthyBool};
inline constexpr Text kTypeAlwaysTrueUniontype{
    "{} of which no members implement __bool__ or __len__ so it could always be true in boolean "
    "context",
    codes::kTruthyBool};
inline constexpr Text kFunctionAlwaysTrue{"Function {} could always be true in boolean context",
                                          codes::kTruthyFunction};
inline constexpr Text kIterableAlwaysTrue{
    "{} which can always be true in boolean context. Consider using {} instead.",
    codes::kTruthyIterable};
inline constexpr Text kNotCallable{"{} not callable", codes::kNone};
inline constexpr Text kTypeMustBeUsed{"Value of type {} must be used", codes::kNone};

// Generics
inline constexpr Text kGenericInstanceVarClassAccess{
    "Access to generic instance variables via class is ambiguous", codes::kNone};
inline constexpr Text kGenericClassVarAccess{"Access to generic class variables is ambiguous",
                                             codes::kNone};
inline constexpr Text kBareGeneric{"Missing type arguments for generic type {}", codes::kNone};
inline constexpr Text kImplicitGenericAnyBuiltin{
    "Implicit generic \"Any\". Use \"{}\" and specify generic parameters", codes::kNone};
inline constexpr Text kNoCyclicDefault{"Cyclic type variable defaults are not supported",
                                       codes::kNone};
inline constexpr Text kNoDefaultAfterTypevarTuple{
    "A type variable with default cannot follow TypeVarTuple", codes::kNone};
inline constexpr Text kInvalidUnpack{"{} cannot be unpacked (must be tuple or TypeVarTuple)",
                                     codes::kNone};
inline constexpr Text kInvalidUnpackPosition{"Unpack is only valid in a variadic position",
                                             codes::kNone};
inline constexpr Text kInvalidParamSpecLocation{"Invalid location for ParamSpec {}", codes::kNone};
inline constexpr Text kInvalidParamSpecLocationNote{
    "You can use ParamSpec as the first argument to Callable, e.g., \"Callable[{}, int]\"",
    codes::kNone};

// Type variables
inline constexpr Text kIncompatibleTypevarValue{"Value of type variable \"{}\" of {} cannot be {}",
                                                codes::kNone};
inline constexpr Text kInvalidTypevarAsTypearg{
    "Type variable \"{}\" not valid as type argument value for \"{}\"", codes::kNone};
inline constexpr Text kInvalidTypevarArgBound{"Type argument {} of \"{}\" must be a subtype of {}",
                                              codes::kNone};
inline constexpr Text kInvalidTypevarArgValue{"Invalid type argument value for \"{}\"",
                                              codes::kNone};
inline constexpr Text kTypevarVarianceDef{"TypeVar \"{}\" may only be a literal bool",
                                          codes::kNone};
inline constexpr Text kTypevarArgMustBeType{"{} \"{}\" must be a type", codes::kNone};
inline constexpr Text kTypevarUnexpectedArgument{"Unexpected argument to \"TypeVar()\"",
                                                 codes::kNone};
inline constexpr Text kUnboundTypevar{
    "A function returning TypeVar should receive at least one argument containing the same TypeVar",
    codes::kNone};
inline constexpr Text kTypeParametersShouldBeDeclared{
    "All type parameters should be declared ({} not declared)", codes::kNone};

// super()
inline constexpr Text kTooManyArgsForSuper{"Too many arguments for \"super\"", codes::kNone};
inline constexpr Text kSuperWithSingleArgNotSupported{
    "\"super\" with a single argument not supported", codes::kNone};
inline constexpr Text kUnsupportedArg1ForSuper{"Unsupported argument 1 for \"super\"",
                                               codes::kNone};
inline constexpr Text kUnsupportedArg2ForSuper{"Unsupported argument 2 for \"super\"",
                                               codes::kNone};
inline constexpr Text kSuperVarargsNotSupported{"Varargs not supported with \"super\"",
                                                codes::kNone};
inline constexpr Text kSuperPositionalArgsRequired{"\"super\" only accepts positional arguments",
                                                   codes::kNone};
inline constexpr Text kSuperArg2NotInstanceOfArg1{
    "Argument 2 for \"super\" not an instance of argument 1", codes::kNone};
inline constexpr Text kTargetClassHasNoBaseClass{"Target class has no base class", codes::kNone};
inline constexpr Text kSuperOutsideOfMethodNotSupported{
    "\"super()\" outside of a method is not supported", codes::kNone};
inline constexpr Text kSuperEnclosingPositionalArgsRequired{
    "\"super()\" requires one or two positional arguments in enclosing function", codes::kNone};

// self
inline constexpr Text kMissingOrInvalidSelfType{
    "\"self\" parameter missing for a non-static method (or an invalid type for self)",
    codes::kNone};
inline constexpr Text kErasedSelfTypeNotSupertype{
    "The erased type of self \"{}\" is not a supertype of its class \"{}\"", codes::kNone};

// Final
inline constexpr Text kCannotInheritFromFinal{"Cannot inherit from final class \"{}\"",
                                              codes::kNone};
inline constexpr Text kDependentFinalInClassBody{
    "Final name declared in class body cannot depend on type variables", codes::kNone};
inline constexpr Text kCannotAccessFinalInstanceAttr{
    "Cannot access final instance attribute \"{}\" on class object", codes::kNone};
inline constexpr Text kCannotAccessInstanceOnlyAttr{
    "Cannot access instance-only attribute \"{}\" on class object", codes::kNone};
inline constexpr Text kCannotMakeDeletableFinal{"Deletable attribute cannot be final",
                                                codes::kNone};

// Disjoint bases
inline constexpr Text kIncompatibleDisjointBases{"Class \"{}\" has incompatible disjoint bases",
                                                 codes::kNone};

// Enum
inline constexpr Text kEnumMembersAttrWillBeOverridden{
    "Assigned \"__members__\" will be overridden by \"Enum\" internally", codes::kNone};

// ClassVar
inline constexpr Text kCannotOverrideInstanceVar{
    "Cannot override instance variable (previously declared on base class \"{}\") with class "
    "variable",
    codes::kNone};
inline constexpr Text kCannotOverrideClassVar{
    "Cannot override class variable (previously declared on base class \"{}\") with instance "
    "variable",
    codes::kNone};
inline constexpr Text kClassVarWithGenericSelf{
    "ClassVar cannot contain Self type in generic classes", codes::kNone};
inline constexpr Text kClassVarOutsideOfClass{
    "ClassVar can only be used for assignments in class body", codes::kNone};

// Protocols
inline constexpr Text kRuntimeProtocolExpected{
    "Only @runtime_checkable protocols can be used with instance and class checks", codes::kNone};
inline constexpr Text kCannotInstantiateProtocol{"Cannot instantiate protocol class \"{}\"",
                                                 codes::kNone};
inline constexpr Text kTooManyUnionCombinations{
    "Not all union combinations were tried because there are too many unions", codes::kNone};
inline constexpr Text kContiguousIterableExpected{"Contiguous iterable with same type expected",
                                                  codes::kNone};
inline constexpr Text kIterableTypeExpected{"Invalid type '{}' for *expr (iterable expected)",
                                            codes::kNone};
inline constexpr Text kTypeGuardPosArgRequired{"Type {} requires positional argument",
                                               codes::kNone};

// match
inline constexpr Text kMissingMatchArgs{"Class \"{}\" doesn't define \"__match_args__\"",
                                        codes::kNone};
inline constexpr Text kOrPatternAlternativeNames{"Alternative patterns bind different names",
                                                 codes::kNone};
inline constexpr Text kClassPatternGenericTypeAlias{
    "Class pattern class must not be a type alias with type parameters", codes::kNone};
inline constexpr Text kClassPatternTypeRequired{"Expected type in class pattern; found \"{}\"",
                                                codes::kNone};
inline constexpr Text kClassPatternTooManyPositionalArgs{
    "Too many positional patterns for class pattern", codes::kNone};
inline constexpr Text kClassPatternKeywordMatchesPositional{
    "Keyword \"{}\" already matches a positional pattern", codes::kNone};
inline constexpr Text kClassPatternDuplicateKeywordPattern{"Duplicate keyword pattern \"{}\"",
                                                           codes::kNone};
inline constexpr Text kClassPatternUnknownKeyword{"Class \"{}\" has no attribute \"{}\"",
                                                  codes::kNone};
inline constexpr Text kClassPatternClassOrStaticMethod{
    "Cannot have both classmethod and staticmethod", codes::kNone};
inline constexpr Text kMultipleAssignmentsInPattern{
    "Multiple assignments to name \"{}\" in pattern", codes::kNone};
inline constexpr Text kCannotModifyMatchArgs{"Cannot assign to \"__match_args__\"", codes::kNone};
inline constexpr Text kDataclassFieldAliasMustBeLiteral{
    "\"alias\" argument to dataclass field must be a string literal", codes::kNone};
inline constexpr Text kDataclassPostInitMustBeAFunction{
    "\"__post_init__\" method must be an instance method", codes::kNone};

// What the parser finds
inline constexpr Text kFailedToMergeOverloads{
    "Condition can't be inferred, unable to merge overloads", codes::kNone};
inline constexpr Text kTypeIgnoreWithErrcodeOnModule{
    "Type ignore with error code is not supported for modules; use `# mypy: "
    "disable-error-code=\"{}\"`",
    codes::kSyntax};
inline constexpr Text kInvalidTypeIgnore{"Invalid \"type: ignore\" comment", codes::kSyntax};
inline constexpr Text kTypeCommentSyntaxErrorValue{"Syntax error in type comment \"{}\"",
                                                   codes::kSyntax};
inline constexpr Text kEllipsisWithOtherTypeparams{
    "Ellipses cannot accompany other parameter types in function type signature", codes::kSyntax};
inline constexpr Text kTypeSignatureTooManyParams{"Type signature has too many parameters",
                                                  codes::kSyntax};
inline constexpr Text kTypeSignatureTooFewParams{"Type signature has too few parameters",
                                                 codes::kSyntax};
inline constexpr Text kArgConstructorNameExpected{"Expected arg constructor name", codes::kSyntax};
inline constexpr Text kArgConstructorTooManyArgs{"Too many arguments for argument constructor",
                                                 codes::kSyntax};
inline constexpr Text kMultipleValuesForNameKwarg{
    "\"{}\" gets multiple values for keyword argument \"name\"", codes::kSyntax};
inline constexpr Text kMultipleValuesForTypeKwarg{
    "\"{}\" gets multiple values for keyword argument \"type\"", codes::kSyntax};
inline constexpr Text kArgConstructorUnexpectedArg{
    "Unexpected argument \"{}\" for argument constructor", codes::kSyntax};
inline constexpr Text kArgNameExpectedStringLiteral{
    "Expected string literal for argument name, got {}", codes::kSyntax};
inline constexpr Text kNarrowedTypeNotSubtype{"Narrowed type {} is not a subtype of input type {}",
                                              codes::kNarrowedTypeNotSubtype};
inline constexpr Text kTypeVarTooFewConstrainedTypes{
    "Type variable must have at least two constrained types", codes::kMisc};
inline constexpr Text kTypeVarYieldExpressionInBound{
    "Yield expression cannot be used as a type variable bound", codes::kSyntax};
inline constexpr Text kTypeVarNamedExpressionInBound{
    "Named expression cannot be used as a type variable bound", codes::kSyntax};
inline constexpr Text kTypeVarAwaitExpressionInBound{
    "Await expression cannot be used as a type variable bound", codes::kSyntax};
inline constexpr Text kTypeVarGenericConstraintType{
    "TypeVar constraint type cannot be parametrized by type variables", codes::kMisc};
inline constexpr Text kTypeVarRedeclaredInNestedClass{
    "Type variable \"{}\" is bound by an outer class", codes::kValidType};
inline constexpr Text kTypeAliasWithYieldExpression{
    "Yield expression cannot be used within a type alias", codes::kSyntax};
inline constexpr Text kTypeAliasWithNamedExpression{
    "Named expression cannot be used within a type alias", codes::kSyntax};
inline constexpr Text kTypeAliasWithAwaitExpression{
    "Await expression cannot be used within a type alias", codes::kSyntax};

}  // namespace krait::messages::texts
