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

# Prints the median wall-clock and processor seconds of a command.
median() {
    for ((run = 0; run < runs; run++)); do
        rm -f "$scratch/out.jsonl"
        /usr/bin/time -o "$scratch/time" -f '%e %U %S' "$@" >"$scratch/log" 2>&1 || {
            cat "$scratch/log" >&2
            return 1
        }
        awk '{ print $1, $2 + $3 }' "$scratch/time"
    done | sort -n | awk '
        { wall[NR] = $1; cpu[NR] = $2 }
        END {
            n = asort_numeric(cpu, NR); print wall[int((NR + 1) / 2)], cpu[int((n + 1) / 2)]
        }
        function asort_numeric(list, n,    i, j, swap) {
            for (i = 2; i <= n; i++)
                for (j = i; j > 1 && list[j - 1] > list[j]; j--) {
                    swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap
                }
            return n
        }'
}

bytes=$(stat -c %s "$dump")
pages=$(wc -l <"$dump")
printf '%s\n' "$(date -u +%F), $(uname -sr), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
printf '%s\n' "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(rustc --version)"
printf '%s\n\n' "$bytes bytes, $pages pages, medians of $runs runs, load $(cut -d' ' -f1-3 /proc/loadavg)"

cat "$dump" >/dev/null
read -r floor_wall floor_cpu < <(median "$floor" "$dump" "$scratch/out.jsonl")
row() {
    awk -v name="$1" -v wall="$2" -v cpu="$3" -v bytes="$bytes" -v pages="$pages" -v floor="$floor_wall" \
        'BEGIN { printf "| %s | %.2f | %.2f | %.1f | %.0f | %.3f |\n",
            name, wall, cpu, bytes / wall / 1e6, pages / wall, floor / wall }'
}
echo '| program | wall s | cpu s | MB/s | pages/s | of the floor |'
echo '|---|---|---|---|---|---|'
row floor "$floor_wall" "$floor_cpu"
for threads in 1 2; do
    read -r wall cpu < <(median "$presswash" clean "$dump" -o "$scratch/out.jsonl" --threads "$threads" --quiet)
    row "presswash clean DUMP -o OUT --threads $threads" "$wall" "$cpu"
done
