# Builds the interfaces of the standard library's commonest modules, for the Python versions in use, into
# a cache that is shipped with the program: the first check on a machine finds them there.
#
#     cmake -DKRAIT=build/release/krait -DINTO=build/release/share/krait/typeshed -P make_snapshot.cmake
#
# -DVERSIONS and -DMODULES name others.

set(VERSIONS 3.10 3.11 3.12 3.13 3.14 CACHE STRING "of Python")
set(MODULES __future__ abc argparse array ast asyncio base64 bisect builtins bz2 calendar codecs collections
  collections.abc concurrent.futures configparser contextlib contextvars copy csv ctypes dataclasses datetime
  decimal difflib dis email email.message enum errno fnmatch fractions functools gc getpass glob gzip hashlib
  heapq hmac html http http.client http.server importlib importlib.abc importlib.metadata importlib.resources
  importlib.util inspect io ipaddress itertools json keyword linecache locale logging logging.config
  logging.handlers lzma math mimetypes multiprocessing numbers operator optparse os os.path pathlib pdb pickle
  pkgutil platform pprint queue random re sched secrets select shlex shutil signal site socket socketserver
  sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading time
  timeit token tokenize traceback types typing typing_extensions unittest unittest.mock urllib.error
  urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib
  CACHE STRING "of the standard library")
list(TRANSFORM MODULES PREPEND "import " OUTPUT_VARIABLE imports)
list(JOIN imports "\n" text)

set(work ${INTO}.work)
file(REMOVE_RECURSE ${INTO} ${work})
foreach(version ${VERSIONS})
  execute_process(
    COMMAND ${KRAIT} check --config-file= --no-site-packages --python-version=${version} --cache-dir=${work}
            -c "${text}"
    COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endforeach()
execute_process(COMMAND ${KRAIT} cache --cache-dir=${work} export ${INTO} COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE ${work})
