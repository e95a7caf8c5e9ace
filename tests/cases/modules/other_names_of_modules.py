# A name that a module is assigned to is another name of it, in pairs too; it can't be that of two.

import os
import sys

first, second = os, sys
reveal_type(first.sep)  # N: Revealed type is "str"
reveal_type(second.maxsize)  # N: Revealed type is "int"
first = sys  # E: Cannot assign multiple modules to name "first" without explicit "types.ModuleType" annotation  [misc]
