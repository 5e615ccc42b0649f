"""What the tests of the command line share: a scratch directory and a way to run liquidc in it."""

import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
LIQUIDC = os.path.abspath(os.environ.get("LIQUIDC", "build/release/bin/liquidc"))


class Outcome:
    def __init__(self, done):
        self.status = done.returncode
        self.bytes = done.stdout
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")


def run(*arguments, stdin="", cwd=None, timeout=60, **environment):
    """Runs liquidc as a user in a pipe would; NO_COLOR and the like only as given."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    if isinstance(stdin, str):
        stdin = stdin.encode()
    return Outcome(subprocess.run([LIQUIDC, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd,
                                  timeout=timeout, env={**inherited, **environment}, check=False))


class CommandLineTest(unittest.TestCase):
    """Each test begins in an empty directory."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.directory = pathlib.Path(scratch.name)

    def write(self, name, content):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def read(self, name):
        return (self.directory / name).read_text()

    def run_here(self, *arguments, **options):
        return run(*arguments, cwd=self.directory, **options)

    def expect(self, status, *arguments, out=None, err=None, silent=False, **options):
        """Runs, and holds the outcome against what is wanted: `err` is a part of stderr, or several."""
        outcome = self.run_here(*arguments, **options)
        said = f"liquidc {' '.join(map(str, arguments))}\nstdout: {outcome.out[:2000]}\nstderr: {outcome.err[:2000]}"
        self.assertEqual(outcome.status, status, said)
        if out is not None:
            self.assertEqual(outcome.out, out, said)
        for part in [err] if isinstance(err, str) else err or []:
            self.assertIn(part, outcome.err, said)
        if silent:
            self.assertEqual(outcome.err, "", said)
        return outcome
