"""The command line as people and CI hosts call it: `krait doctor`, reports and annotations.

    python3 test_command_line.py path/to/krait [unittest's arguments]
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Tuple

KRAIT = ""

WRONG = """\
def half(number: int) -> float:
    return number / 2
half("a, b; 100 %")
half("")
"""


class InAFolder(unittest.TestCase):
    """A test in a folder of its own, without anybody's virtual environment."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name).resolve()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run_krait(self, *arguments: str) -> Tuple[int, str]:
        environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        environment["HOME"] = environment["XDG_CONFIG_HOME"] = str(self.folder / "home")
        done = subprocess.run(
            [KRAIT, *arguments], cwd=self.folder, env=environment, text=True, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )
        return done.returncode, done.stdout


class Version(InAFolder):
    def test_is_one_line(self) -> None:
        status, output = self.run_krait("--version")
        self.assertEqual(status, 0)
        self.assertRegex(output, r"\Akrait \d+\.\d+\.\d+\n\Z")


class Doctor(InAFolder):
    def test_says_what_it_finds_and_that_nothing_is_wrong(self) -> None:
        self.write("pyproject.toml", "[tool.mypy]\nstrict = true\n")
        self.write("shop/prices.py", "price = 1\n")
        status, output = self.run_krait("doctor", f"--python-executable={sys.executable}")
        self.assertEqual(status, 0, output)
        self.assertIn(f"Configuration   {self.folder}/pyproject.toml", output)
        self.assertIn(f"Interpreter     {sys.executable}, Python ", output)
        self.assertIn("Typeshed        embedded, of mypy ", output)
        self.assertIn(f"Cache           {self.folder}/.krait_cache, made by the first check", output)
        self.assertIn("1 file to be checked", output)
        self.assertIn("Nothing is wrong.", output)
        self.assertFalse(Path(self.folder, ".krait_cache").exists(), "it changes nothing")

    def test_an_interpreter_that_is_not_there(self) -> None:
        status, output = self.run_krait("doctor", "--python-executable=/nowhere/python")
        self.assertEqual(status, 1)
        self.assertRegex(output, r"Interpreter +/nowhere/python\n +PROBLEM: .*Invalid python executable")

    def test_a_configuration_with_a_mistake(self) -> None:
        self.write("mypy.ini", "[mypy]\nstrickt = True\n")
        status, output = self.run_krait("doctor")
        self.assertEqual(status, 1)
        self.assertRegex(output, r"PROBLEM: mypy.ini: .*strickt")
        self.assertEqual(output.count("strickt"), 1, "said once")

    def test_arguments_that_mean_nothing(self) -> None:
        status, output = self.run_krait("doctor", "--no-such-option")
        self.assertEqual(status, 1)
        self.assertIn("unrecognized arguments: --no-such-option", output)

    def test_a_typeshed_that_is_none(self) -> None:
        status, output = self.run_krait("doctor", "--custom-typeshed-dir=/nowhere")
        self.assertEqual(status, 1)
        self.assertRegex(output, r"Typeshed +/nowhere.*\n +PROBLEM: ")

    def test_a_cache_that_is_damaged(self) -> None:
        self.write(".krait_cache", "a file where the folder should be")
        status, output = self.run_krait("doctor")
        self.assertEqual(status, 1, output)
        self.assertRegex(output, r"Cache .*\n +PROBLEM: ")


class JUnitReport(InAFolder):
    def report(self, *arguments: str) -> ElementTree.Element:
        self.run_krait("check", "--junit-xml", "reports/types.xml", *arguments)
        return ElementTree.parse(self.folder / "reports/types.xml").getroot()

    def test_a_check_without_errors_is_a_test_that_passes(self) -> None:
        self.write("a.py", "x = 1\n")
        suite = self.report("a.py")
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("1", "0"))
        case = suite[0]
        self.assertRegex(case.get("name") or "", r"^mypy-py3_\d+-linux$")
        self.assertEqual(len(case), 0)

    def test_a_check_with_errors_is_one_test_that_fails(self) -> None:
        self.write("a.py", WRONG)
        self.write("b.py", "y: str = 1\n")
        suite = self.report("a.py", "b.py")
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("1", "1"))
        text = suite[0][0].text or ""
        self.assertEqual(len(text.splitlines()), 3)
        self.assertIn('a.py:3: error: Argument 1 to "half"', text)

    def test_or_each_file_is_one(self) -> None:
        self.write("a.py", WRONG)
        self.write("b.py", "y: str = 1\n")
        self.write("c.py", "z = 1\n")
        suite = self.report("--junit-format", "per_file", "a.py", "b.py", "c.py")
        self.assertEqual(sorted(case.get("file") or "" for case in suite), ["a.py", "b.py"])

    def test_names_and_messages_may_hold_markup(self) -> None:
        self.write("a&b.py", "x: '<' = 1\n")
        suite = self.report("--junit-format", "per_file", "a&b.py")
        self.assertIn("a&b.py", suite[0].get("file") or suite[0][0].text or "")

    def test_a_check_that_another_file_stops_is_reported_too(self) -> None:
        self.write("one/a.py", "x = 1\n")
        self.write("two/a.py", "x = 1\n")
        suite = self.report("one/a.py", "two/a.py")
        self.assertIn('Duplicate module named "a"', suite[0][0].text or "")

    def test_the_answer_of_the_cache_is_reported_as_well(self) -> None:
        self.write("a.py", WRONG)
        texts = [self.report("a.py")[0][0].text for _ in range(2)]
        self.assertEqual(texts[0], texts[1])


class Annotations(InAFolder):
    def lines(self, host: str, *arguments: str) -> list[str]:
        status, output = self.run_krait("check", f"--output={host}", *arguments)
        self.assertEqual(status, 1, output)
        return output.splitlines()

    def test_commands_for_github(self) -> None:
        self.write("a,b.py", WRONG)
        first, second, summary = self.lines("github", "a,b.py")
        self.assertTrue(first.startswith("::error file=a%2Cb.py,line=3,col=6,endColumn="), first)
        self.assertRegex(first, r",title=krait \[arg-type\]::Argument 1 to \"half\" has")
        self.assertIn("line=4", second)
        self.assertTrue(summary.startswith("Found 2 errors in 1 file"))

    def test_notes_are_part_of_their_error(self) -> None:
        self.write("a.py", "import nowhere_to_be_found\n")
        first, *_ = self.lines("github", "a.py")
        self.assertRegex(first, r"import-not-found\]::.*%0ASee https://")

    def test_commands_for_azure(self) -> None:
        self.write("a;b.py", WRONG)
        first, *_ = self.lines("azure", "a;b.py")
        self.assertRegex(first, r"^##vso\[task.logissue type=error;sourcepath=a%3Bb.py;linenumber=3;"
                                r"columnnumber=6;code=arg-type;\]Argument 1 to ")

    def test_a_code_quality_report_for_gitlab(self) -> None:
        self.write("a.py", WRONG)
        entries = json.loads("\n".join(self.lines("gitlab", "--stats", "a.py")))
        self.assertEqual([entry["location"]["lines"]["begin"] for entry in entries], [3, 4])
        self.assertEqual({entry["severity"] for entry in entries}, {"major"})
        self.assertEqual(entries[0]["check_name"], "arg-type")
        self.assertEqual(len({entry["fingerprint"] for entry in entries}), 2, "alike, but two")

    def test_fingerprints_stay_when_lines_move(self) -> None:
        prints = []
        for above in ("", "\n\n"):
            self.write("a.py", above + WRONG)
            entries = json.loads("\n".join(self.lines("gitlab", "a.py")))
            prints.append([entry["fingerprint"] for entry in entries])
        self.assertEqual(prints[0], prints[1])

    def test_no_errors_is_a_report_too(self) -> None:
        self.write("a.py", "x = 1\n")
        status, output = self.run_krait("check", "--output", "gitlab", "a.py")
        self.assertEqual((status, json.loads(output)), (0, []))

    def test_other_formats_are_mypys(self) -> None:
        self.write("a.py", WRONG)
        entry = json.loads(self.lines("json", "a.py")[0])
        self.assertEqual(entry["severity"], "error")
        status, output = self.run_krait("check", "--output", "fax", "a.py")
        self.assertEqual(status, 2)
        self.assertTrue(re.search("invalid choice: 'fax'", output), output)


if __name__ == "__main__":
    KRAIT = os.path.abspath(sys.argv.pop(1))
    unittest.main()
