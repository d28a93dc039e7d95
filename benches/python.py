#!/usr/bin/env python3
"""The Python package beside the library on the same pages, and what it costs to send a cleaner to a worker.

  benches/python.py DUMP.jsonl

The dump has id, url and text. Both sides clean pages that are in memory: the library renders records of
them, the package takes Arrow batches and gives such back. Passes of the two take turns, so that other work
on the machine meets both. Needs pyarrow and the package, built with the release profile, as is the library.
"""

import json
import os
import pickle
import platform
import statistics
import subprocess
import sys
import time

import presswash
import pyarrow

PASSES = int(os.environ.get("PASSES", "7"))
ROWS = 1024
START = """
import time
started = time.perf_counter()
import pickle, sys
cleaner = pickle.loads(bytes.fromhex(sys.argv[1]))
made = time.perf_counter()
cleaner.clean("Rain again.")
print(made - started, time.perf_counter() - made)
"""


def library(bench, dump, threads):
    """Seconds of one pass of the library."""
    out = subprocess.run([bench, dump, str(threads), "1"], stdout=subprocess.PIPE, text=True, check=True)
    return float(out.stdout)


def package(cleaner, batches):
    """Seconds of one pass of the package."""
    started = time.perf_counter()
    for batch in batches:
        cleaner.clean_batch(batch)
    return time.perf_counter() - started


def built():
    """The library's side, built."""
    command = ["cargo", "bench", "--no-run", "--bench", "library", "--message-format", "json"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    made = (json.loads(line) for line in lines)
    return next(line["executable"] for line in made if line.get("target", {}).get("name") == "library" and line.get("executable"))


def main():
    (dump,) = sys.argv[1:]
    with open(dump, encoding="utf-8") as lines:
        pages = [{name: json.loads(line).get(name) for name in ["id", "url", "text"]} for line in lines]
    batches = pyarrow.Table.from_pylist(pages).combine_chunks().to_batches(ROWS)
    size = sum(len(page["text"].encode()) for page in pages) / 1e6
    bench = built()
    print(f"{time.strftime('%F')}, {platform.system()} {platform.release()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{len(pages)} pages, {size:.1f} MB of text, medians of {PASSES} passes, load {os.getloadavg()}\n")
    print("| threads | library s | package s | package / library | least / least |\n|---|---|---|---|---|")
    for threads in [1, 2]:
        cleaner = presswash.Cleaner(threads=threads)
        cleaner.clean_batch(batches[0])
        turns = [(library(bench, dump, threads), package(cleaner, batches)) for _ in range(PASSES)]
        ours, theirs = ([turn[side] for turn in turns] for side in (1, 0))
        middle = statistics.median(theirs), statistics.median(ours)
        print(f"| {threads} | {middle[0]:.2f} | {middle[1]:.2f} | {middle[1] / middle[0]:.2f} | {min(ours) / min(theirs):.2f} |")
    pickled = pickle.dumps(presswash.Cleaner())
    starts = []
    for _ in range(PASSES):
        out = subprocess.run([sys.executable, "-c", START, pickled.hex()], stdout=subprocess.PIPE, text=True, check=True)
        starts.append([float(second) for second in out.stdout.split()])
    made, first = (statistics.median(column) * 1000 for column in zip(*starts, strict=True))
    print(f"\nA pickled cleaner: {len(pickled)} bytes. In a new process, import and unpickling take {made:.0f} ms, the first page {first:.1f} ms.")


if __name__ == "__main__":
    main()
