#!/usr/bin/env python3
"""Keeps README.md and docs/*.md true: runs the commands that they show, and compares what they print.

    docs/refresh.py target/release/presswash            differences, exit code 1 if there are any
    docs/refresh.py target/release/presswash --write    puts the new output into the documents

A block fenced as `console` is checked: lines that start with `$ ` are run by bash in a scratch
folder that holds `docs` and `tests`, and the lines below each are what it prints, on both streams.
A remark `<!-- file: NAME -->` before a block puts the block into that folder as a file first.
What stands between `<!-- features -->` and `<!-- end -->` is made from the doc comments of
src/model/features.rs.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?P<open>(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w+)\n)(?P<body>.*?)(?P<close>^```$)", re.S | re.M)
FEATURES = re.compile(r"(<!-- features -->\n).*?(^<!-- end -->$)", re.S | re.M)
FEATURE = re.compile(r"((?:^    /// .*\n)+)^    (\w+): (\d+),$", re.M)
LEAST_COMMANDS = 20


def features():
    """The table of the model's base features."""
    source = (ROOT / "src/model/features.rs").read_text(encoding="utf-8")
    rows = ["| feature | values | what it says |\n|---|---|---|\n"]
    for comment, name, size in FEATURE.findall(source):
        words = " ".join(line.strip().removeprefix("/// ") for line in comment.splitlines())
        rows.append(f"| `{name}` | {size} | {words} |\n")
    return "".join(rows)


class Scratch:
    """A folder with the sample pages, and `presswash` on the path."""

    def __init__(self, folder, binary):
        self.folder = pathlib.Path(folder)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/presswash").symlink_to(pathlib.Path(binary).resolve())
        for name in ("docs", "tests"):
            (self.folder / name).symlink_to(ROOT / name)
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        self.env = {**os.environ, "PATH": path, "XDG_CONFIG_HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        self.commands = 0

    def run(self, command):
        self.commands += 1
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.env, encoding="utf-8", **streams)
        return done.stdout if not done.stdout or done.stdout.endswith("\n") else done.stdout + "\n"

    def block(self, match):
        """The block as it should stand in the document."""
        if match["file"]:
            (self.folder / match["file"]).write_text(match["body"], encoding="utf-8")
        if match["kind"] != "console":
            return match[0]
        commands = [line for line in match["body"].splitlines() if line.startswith("$ ")]
        body = "".join(f"{line}\n{self.run(line[2:])}" for line in commands)
        return match["open"] + body + match["close"]


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    differs, commands = False, 0
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        shown = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            scratch = Scratch(folder, arguments[0])
            printed = BLOCK.sub(scratch.block, shown)
            printed = FEATURES.sub(lambda match: match[1] + features() + match[2], printed)
            commands += scratch.commands
        differs |= shown != printed
        if "--write" in sys.argv:
            path.write_text(printed, encoding="utf-8")
        else:
            name = str(path.relative_to(ROOT))
            lines = difflib.unified_diff(shown.splitlines(True), printed.splitlines(True), name, f"{name} (now)")
            sys.stdout.writelines(lines)
    if commands < LEAST_COMMANDS:
        sys.exit(f"only {commands} commands found")
    print(f"{commands} commands")
    sys.exit(differs and "--write" not in sys.argv)


main()
