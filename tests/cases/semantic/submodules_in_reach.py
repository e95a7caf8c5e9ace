# A submodule is an attribute of its package for those whose own imports lead to it, at whatever
# distance. That somebody else imports it makes it no attribute.
import closed_user
import open_user
import third

# file: closed_user.py
import pkg

x: pkg.inner.C  # E: Name "pkg.inner.C" is not defined  [name-defined]
pkg.inner  # E: Module has no attribute "inner"  [attr-defined]

# file: open_user.py
import pkg
import through

x: pkg.inner.C
reveal_type(x)  # N: Revealed type is "pkg.inner.C"

# file: through.py
import pkg.inner

# file: third.py
import pkg.inner

y: pkg.inner.C

# file: pkg/__init__.py

# file: pkg/inner.py
class C: ...

# edit: closed_user.py: replace `import pkg` by `import pkg, through`
# edit: through.py: replace `import pkg.inner` by `pass`
# edit: through.py: replace `pass` by `def f() -> None: import pkg.inner`
