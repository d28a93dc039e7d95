"""dolma's folders, read by dolma: its mixer, and the types that its taggers read documents with.

dolma is installed without what it depends on, which is much more than its readers need; so its modules
are loaded from their files.
"""

import functools
import gzip
import importlib.util
import json
import subprocess
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

import pytest
from conftest import bare

found = importlib.util.find_spec("dolma")
if found is None:
    pytest.skip("no dolma: pip install --no-deps dolma", allow_module_level=True)
FOLDER = Path(found.submodule_search_locations[0])


def module(name: str, path: Path, loader=None):
    """A module from its file alone."""
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@functools.cache
def mixer():
    """dolma's own code, which a process can load once."""
    (extension,) = FOLDER.glob("dolma.*.so")
    return module("dolma", extension, ExtensionFileLoader("dolma", str(extension)))


def mix(folder: Path, documents: str, **stream) -> list[dict]:
    """What dolma's mixer makes of documents, in their order."""
    made = folder / f"mixed-{Path(documents).parts[0]}"
    work = {side: str(folder / side) for side in ["input", "output"]}
    for path in [made, *work.values()]:
        Path(path).mkdir(exist_ok=True)
    output = {"path": str(made), "max_size_in_bytes": 1 << 30}
    streams = [{"name": "pages", "documents": [f"{folder}/{documents}"], "output": output, "attributes": [], **stream}]
    mixer().mixer_entrypoint(json.dumps({"streams": streams, "work_dir": work, "processes": 1}))
    (path,) = made.glob("*.gz")
    return [json.loads(line) for line in gzip.open(path, "rt", encoding="utf-8")]


@pytest.fixture
def folder(pages, tmp_path):
    """The pages as documents of dolma."""
    (tmp_path / "documents").mkdir()
    with gzip.open(tmp_path / "documents/pages.jsonl.gz", "wt", encoding="utf-8") as out:
        for page in pages:
            stamps = {"source": "made", "created": "2021-05-03T16:00:00Z", "added": "2021-06-01T00:00:00Z"}
            metadata = {"url": page["url"], "title": page["title"], "kept": page["kept"]}
            document = {"id": page["id"], "text": page["text"], **stamps, "metadata": metadata}
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    return tmp_path


def clean(program: Path, folder: Path, *options: str) -> list[dict]:
    """Cleans the documents into a folder of the same layout."""
    subprocess.run([program, "clean", folder, "-o", f"{folder}/clean/", "--quiet", *options], check=True)
    with gzip.open(folder / "clean/documents/pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_cleaned_documents_are_documents(program, folder, pages, plain):
    data_types = module("data_types", FOLDER / "core/data_types.py")
    import msgspec

    records = clean(program, folder)
    mixed = mix(folder, "clean/documents/*.gz")
    assert len(mixed) == len(records) == len(pages)
    for record, document, page in zip(records, mixed, pages, strict=True):
        assert record["text"] == plain[page["id"]]["text"]
        assert bare(record["comments"]) == bare(plain[page["id"]]["comments"])
        read = msgspec.json.decode(json.dumps(record), type=data_types.InputSpecWithMetadata)
        assert (read.id, read.text, read.source) == (page["id"], record["text"], "made")
        assert (read.metadata["url"], read.metadata["kept"]) == (page["url"], page["kept"])
        # The mixer adds where a document came from.
        document["metadata"].pop("provenance")
        assert document == record


def test_what_the_mixer_writes_is_read_as_it_was(program, folder):
    clean(program, folder)
    mix(folder, "documents/*.gz")
    again = folder / "again.jsonl"
    subprocess.run([program, "clean", folder / "mixed-documents", "-o", again, "--quiet"], check=True)
    with gzip.open(folder / "clean/documents/pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        first = [json.loads(line) for line in lines]
    second = [json.loads(line) for line in again.read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["text"], r["comments"]) for r in first] == [(r["id"], r["text"], r["comments"]) for r in second]


def test_the_mixer_cuts_what_the_audit_says(program, folder, pages):
    """The audit in the place of an attribute file, its stretches counted in characters as dolma counts."""
    attributes = folder / "attributes/presswash/pages.jsonl.gz"
    attributes.parent.mkdir(parents=True)
    clean(program, folder, "--audit", str(attributes))
    cut = "presswash__chrome__copyright"
    spans = [{"span": f"$.attributes.{cut}", "min_score": 0.0, "replacement": ""}]
    mixed = mix(folder, "documents/*.gz", attributes=["presswash"], span_replacement=spans)
    rows = [json.loads(line) for line in gzip.open(attributes, "rt", encoding="utf-8")]
    for document, row, page in zip(mixed, rows, pages, strict=True):
        text = page["text"]
        for start, end, _ in reversed(row["attributes"][cut]):
            assert "Copyright" in text[start:end]
            text = text[:start] + text[end:]
        assert document["text"] == text
        assert "Copyright" not in text
