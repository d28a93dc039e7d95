"""A folder with a run over the sample pages, and over pages that mean harm; made once for all tests."""

import atexit
import functools
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# What must stay text wherever it is shown: markup, scripts, ends of scripts, addresses that are scripts.
HARM = "</script><script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'><!-- {{word}} &amp; "
TEXT = "The ferries stay in port until the storm has passed over the coast, the harbour office said on Monday morning."


def harmful_pages():
    """Records whose every field is markup."""
    thread = f"2 Comments\n\n<b>Anna</b> says:\nMay 20, 2021 7:12 am\n{HARM} I do not believe a word of it.\nReply\n\nJens says:\nMay 20, 2021 9:40 am\nNor do I, and I have read it twice by now.\nReply"
    text = f"Share on Facebook\n\nStorm <em>over</em> the coast\n\n{TEXT} {HARM}\n\n{TEXT}\n\nShare on Facebook\n\n{thread}\n\n\u00a9 2021 {HARM}"
    yield {"id": f"harm {HARM}", "url": f"https://harm.example/{HARM}", "text": text}
    yield {"id": "address", "url": "javascript:window.harmed=3", "text": text}
    yield {"id": "lines", "url": "https://harm.example/2", "text": "\u2028<svg onload='window.harmed = 4'>\u2029\n" * 40}
    for what in "mill school quay tower forge church bakery library tannery station garden brewery".split():
        story = f"On Monday night the people of the lower town carried their chairs to the {what} on the hill, as they had done when the old wall broke."
        yield {"id": f"coast {what}", "url": f"https://coast.example/{what}", "text": f"Bram Quellin Ostra\n\n{story}\n\nTorvel Hanna Ostra"}


@functools.cache
def place():
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = pathlib.Path(folder.name)
    lines = "".join(json.dumps(page) + "\n" for page in harmful_pages())
    (path / "harm.jsonl").write_text(lines + '{"id": "<b>bad</b>", "txt": 1}\n{"id": 7, "text": \n', encoding="utf-8")
    inputs = [ROOT / "tests/dump", path / "harm.jsonl"]
    presswash("scan", *inputs, "-o", path / "sites.profile", code=3)
    presswash("clean", *inputs, "-o", path / "clean.jsonl", "--audit", path / "audit.jsonl", "--quarantine", path / "bad", code=3)
    run = [path / "clean.jsonl", "--sites", path / "sites.profile", "--quarantine", path / "bad"]
    presswash("report", *run, "--audit", path / "audit.jsonl", "-o", path / "report.html")
    presswash("report", *run, "-o", path / "bare.html")
    presswash("label", *inputs, "-o", path / "label.html", "--sample", "6")
    return path


def presswash(*arguments, code=0):
    ran = subprocess.run([os.environ["PRESSWASH"], *map(str, arguments)], capture_output=True, text=True, check=False)
    if ran.returncode != code:
        raise AssertionError(f"{arguments}: exit code {ran.returncode}\n{ran.stderr}")
    return ran.stdout


def pictures():
    """Where screenshots go; none when nobody wants them."""
    folder = os.environ.get("PRESSWASH_SCREENSHOTS")
    if not folder:
        return None
    path = pathlib.Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    return path


def originals():
    """The original texts by id, as restore gives them back."""
    path = place()
    lines = presswash("restore", path / "clean.jsonl", "--audit", path / "audit.jsonl", "-o", "-").strip().split("\n")
    return {str(record["id"]): next(record[key] for key in ("text", "maintext", "content") if key in record) for record in map(json.loads, lines)}


def audit():
    """For each id what the audit says of each character: its attribute."""
    rows = {}
    for line in (place() / "audit.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        row = json.loads(line)
        labels = [None] * max((end for spans in row["attributes"].values() for _, end, _ in spans), default=0)
        for name, spans in row["attributes"].items():
            for start, end, _ in spans:
                labels[start:end] = [name.removeprefix("presswash__")] * (end - start)
        rows[str(row["id"])] = labels
    return rows
