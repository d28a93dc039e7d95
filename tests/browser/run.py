#!/usr/bin/env python3
"""Tests of the pages for the browser, in a real one: chromium and chromedriver must be installed.

    tests/browser/run.py target/release/presswash

Screenshots go into the folder that PRESSWASH_SCREENSHOTS names, where it is set. Standard library only.
"""

import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
LEAST_TESTS = 15


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.environ["PRESSWASH"] = str(pathlib.Path(sys.argv[1]).resolve())
    tests = unittest.defaultTestLoader.discover(str(HERE))
    if tests.countTestCases() < LEAST_TESTS:
        sys.exit(f"only {tests.countTestCases()} tests found")
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful())


main()
