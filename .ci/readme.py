#!/usr/bin/env python3
"""Runs the first Python example of a document in another interpreter and compares what it prints.

  readme.py DOCUMENT PYTHON
"""
import re
import subprocess
import sys

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


def main():
    document, python = sys.argv[1:]
    with open(document, encoding="utf-8") as text:
        blocks = BLOCK.findall(text.read())
    code = next(text for language, text in blocks if language == "python")
    shown = next(text for language, text in blocks if language == "text")
    printed = subprocess.run([python, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd="/").stdout
    if not printed.startswith(shown):
        sys.exit(f"{document} shows\n{shown}\nbut the example prints\n{printed}")
    print(f"{document}: the first example prints what it says")


if __name__ == "__main__":
    main()
