#!/usr/bin/env python3
"""Checks of what the program wrote. Standard library only.

  gate.py records FILE                   the cleaned sample pages: records come out, and their counts add up
  gate.py accuracy BINARY SHARED FLOORS  figures on the labelled pages of SHARED against the floors of a file
"""
import json
import operator
import os
import subprocess
import sys

LEAST_RECORDS = 12
DATA = {"seeds": "seeds", "pages": "corpus/dev_pages.jsonl.gz", "threads": "corpus/dev_threads.jsonl.gz"}
HOLDS = {"min": operator.ge, "max": operator.le}


def records(path):
    """Reads the output back; returns what is wrong with it."""
    wrong, pages, comments = [], 0, 0
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            info = record["presswash"]
            pages += 1
            comments += len(record["comments"])
            if not isinstance(record["text"], str) or not record["id"]:
                wrong.append(f"{path}:{number}: no text or no id")
            if info["chars_in"] != info["chars_text"] + info["chars_comments"] + info["chars_removed"]:
                wrong.append(f"{path}:{number}: the counts do not add up")
    if pages < LEAST_RECORDS:
        wrong.append(f"{path}: only {pages} records")
    if not comments:
        wrong.append(f"{path}: no comments in any record")
    print(f"{pages} records, {comments} comments")
    return wrong


def read_floors(path):
    """Yields (task, row, column, min or max, value); lines that open with # are remarks."""
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            if len(words) != 5 or words[0] not in DATA or words[3] not in HOLDS:
                sys.exit(f"{path}:{number}: expected `task row column min|max value`: {line.strip()}")
            yield (*words[:4], float(words[4]))


def table(text):
    """The table of figures as {(row, column): text of the figure}."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    head, rows = lines[0], lines[1:]
    return {(f"{row[0]}/{row[1]}", column): row[at] for row in rows for at, column in enumerate(head) if at < len(row)}


def accuracy(binary, shared, floors):
    """Runs the evaluation of every task; returns the floors that do not hold."""
    wrong, tables = [], {}
    for task, data in DATA.items():
        command = [os.path.join(shared, "eval/evaluate.py"), binary, task, os.path.join(shared, data)]
        ran = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True)
        print(f"-- {task}\n{ran.stdout}")
        if ran.returncode:
            wrong.append(f"{task}: the evaluation ended with code {ran.returncode}")
        elif task != "seeds":
            tables[task] = table(ran.stdout)
    for task, row, column, kind, value in read_floors(floors):
        figure = tables.get(task, {}).get((row, column))
        try:
            holds = HOLDS[kind](float(figure), value)
        except (TypeError, ValueError):
            holds = False
        print(f"{'ok  ' if holds else 'FAIL'} {task} {row} {column}: {figure} ({kind} {value})")
        if not holds:
            wrong.append(f"{task} {row} {column} is {figure}, {kind} {value}")
    return wrong


def main():
    match sys.argv[1:]:
        case ["records", path]:
            wrong = records(path)
        case ["accuracy", binary, shared, floors]:
            wrong = accuracy(binary, shared, floors)
        case _:
            sys.exit(__doc__)
    for line in wrong:
        print(f"gate: {line}", file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
