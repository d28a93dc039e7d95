#!/usr/bin/env bash
# The whole program on a dump of some 300 MB, beside the floor: the same file read, decoded, encoded
# and written on one thread by benches/floor.rs. Medians of five runs each, by the wall clock and by
# the processor time used, which other work on the machine hardly disturbs.
#
#   benches/whole.sh                the sample pages, repeated with ids of their own
#   benches/whole.sh DUMP.jsonl     any dump
#   RUNS=9 benches/whole.sh         more runs
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-5}
target=${CARGO_TARGET_DIR:-target}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/whole.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

cargo build --release --quiet
floor=$(cargo bench --no-run --bench floor 2>&1 | sed -n 's/.*Executable.*(\(.*\))$/\1/p')
presswash=$target/release/presswash

dump=${1:-$scratch/dump.jsonl}
if (($# == 0)); then
    python3 - "$dump" <<'PYTHON'
import gzip, json, pathlib, sys
SIZE = 300_000_000
records = []
for path in sorted(pathlib.Path("tests/dump").iterdir()):
    if path.suffix == ".txt":
        records.append({"id": path.stem, "text": path.read_text("utf-8")})
    else:
        lines = (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8")
        records += map(json.loads, lines)
written = number = 0
with open(sys.argv[1], "wb") as out:
    while written < SIZE:
        record = dict(records[number % len(records)])
        record["id"] = f"{record['id']}-{number}"
        written += out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        number += 1
PYTHON
fi

# Runs a command once; its wall-clock and processor seconds go to a file of that name.
take() {
    rm -f "$scratch/out.jsonl"
    /usr/bin/time -o "$scratch/time" -f '%e %U %S' "${@:2}" >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        return 1
    }
    awk '{ print $1, $2 + $3 }' "$scratch/time" >>"$scratch/$1.seconds"
}
# The median of a column of such a file.
median() { cut -d' ' -f"$2" "$scratch/$1.seconds" | sort -n | sed -n "$(((runs + 1) / 2))p"; }

bytes=$(stat -c %s "$dump")
pages=$(wc -l <"$dump")
printf '%s\n' "$(date -u +%F), $(uname -sr), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
printf '%s\n' "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(rustc --version)"
printf '%s\n\n' "$bytes bytes, $pages pages, medians of $runs runs, load $(cut -d' ' -f1-3 /proc/loadavg)"

cat "$dump" >/dev/null
# By turns, so that a machine that is slower for a while is so for all.
for ((run = 0; run < runs; run++)); do
    take floor "$floor" "$dump" "$scratch/out.jsonl"
    for threads in 1 2; do
        take "$threads" "$presswash" clean "$dump" -o "$scratch/out.jsonl" --threads "$threads" --quiet
    done
done

floor_wall=$(median floor 1)
row() {
    awk -v name="$1" -v wall="$(median "$2" 1)" -v cpu="$(median "$2" 2)" -v bytes="$bytes" -v pages="$pages" \
        -v floor="$floor_wall" 'BEGIN { printf "| %s | %.2f | %.2f | %.1f | %.0f | %.3f |\n",
            name, wall, cpu, bytes / wall / 1e6, pages / wall, floor / wall }'
}
echo '| program | wall s | cpu s | MB/s | pages/s | of the floor |'
echo '|---|---|---|---|---|---|'
row floor floor
for threads in 1 2; do
    row "presswash clean DUMP -o OUT --threads $threads" "$threads"
done
