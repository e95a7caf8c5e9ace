# flags: --disallow-untyped-defs
# "Use None" is suggested where no `return`, of nested functions and lambdas either, has a value.
def nothing():  # E: Function is missing a return type annotation  [no-untyped-def]
    # N: Use "-> None" if function does not return a value
    return None


def something():  # E: Function is missing a return type annotation  [no-untyped-def]
    return 1


def with_lambda():  # E: Function is missing a return type annotation  [no-untyped-def]
    print(lambda: 1)


def with_lambda_for_nothing():  # E: Function is missing a return type annotation  [no-untyped-def]
    # N: Use "-> None" if function does not return a value
    print(lambda: None)


def with_function():  # E: Function is missing a return type annotation  [no-untyped-def]
    def inner() -> int:
        return 1

    class Local:
        def method(self) -> int:
            return 1
