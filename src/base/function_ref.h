// function_ref.h
//
// A callable that is lent for the length of a call. Algorithms that take "how to compare" or "what
// to do with each part" take one of these: it is two words, never allocates, and can't outlive what
// it refers to by being stored, because nothing that stores it takes it. std::function would
// allocate in the hottest functions of the type checker.

#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace krait::base {

template <class Signature>
class FunctionRef;

template <class Result, class... Args>
class FunctionRef<Result(Args...)> {
public:
    template <class Callable>
        requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef> &&
                 std::is_invocable_r_v<Result, Callable&, Args...>)
    FunctionRef(Callable&& callable)  // NOLINT: implicit, so that a lambda can be passed as it is
        : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
          call_([](void* object, Args... args) -> Result {
              return (*static_cast<std::remove_reference_t<Callable>*>(object))(
                  std::forward<Args>(args)...);
          }) {}

    Result operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

private:
    void* object_;
    Result (*call_)(void*, Args...);
};

}  // namespace krait::base
