# flags: --warn-unused-ignores --python-version 3.10 --platform linux --enable-error-code redundant-expr
# What the version or the platform rules out isn't looked at: ignore comments there are not unused,
# and a condition that it decides isn't called redundant.

import sys

if sys.version_info >= (3, 12):
    from newer import thing  # type: ignore[import-not-found]
else:
    thing = 1

if sys.platform == "win32":
    handle = ""  # type: ignore
elif sys.version_info < (3, 11):
    handle = 1  # type: ignore  # E: Unused "type: ignore" comment  [unused-ignore]
else:
    handle = ""  # type: ignore


def function() -> None:
    if sys.version_info >= (3, 12):
        x: int = ""  # type: ignore[assignment]


offset = 0 if sys.version_info >= (3, 11) and sys.flags.safe_path else 1
