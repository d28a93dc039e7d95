"""The examples of the README, copied and run."""

import contextlib
import io
import re
from pathlib import Path

import presswash
import pyarrow
import pyarrow.parquet
import pytest
from conftest import in_folder

README = Path(__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
EXAMPLES = [code for language, code in BLOCKS if language == "python"]


def example(word: str) -> str:
    """The one example that holds this."""
    (found,) = [code for code in EXAMPLES if word in code]
    return found


def test_the_first_example_prints_what_it_says():
    code, shown = EXAMPLES[0], next(text for language, text in BLOCKS if language == "text")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    assert out.getvalue().startswith(shown)


@pytest.fixture
def folder(pages, tmp_path, monkeypatch):
    """A folder as the examples have it."""
    in_folder(pages, tmp_path, monkeypatch)
    return tmp_path


@pytest.mark.parametrize("word", ["ParquetWriter", "read_parquet(\"dump.parquet\")", "duckdb.sql(\"copy", "load_dataset"])
def test_examples_of_libraries_run(folder, pages, word):
    names = {}
    exec(example(word), names)
    cleaned = names["cleaned"]
    rows = pyarrow.parquet.read_table("clean.parquet") if (folder / "clean.parquet").exists() else cleaned
    assert len(rows) == len(pages)
    assert "Copyright 2021" not in str(rows["text"].to_pylist() if hasattr(rows["text"], "to_pylist") else list(rows["text"]))


def test_the_example_of_datatrove_runs(pages, tmp_path, monkeypatch):
    in_folder(pages, tmp_path, monkeypatch, "jsonl")
    exec(example("LocalPipelineExecutor"), {})
    assert len(list((tmp_path / "clean").iterdir())) == 1


def test_the_example_of_parts_runs(pages):
    other = presswash.Scan()
    other.add_batch(pyarrow.RecordBatch.from_pylist(pages[20:]))
    partition = pyarrow.Table.from_pylist(pages[:20]).to_batches(7)
    names = {"partition": partition, "another": other.profile()}
    exec(example("merge_profiles([part, another])"), names)
    whole = presswash.Scan()
    whole.add_batch(pyarrow.RecordBatch.from_pylist(pages))
    assert names["profile"] == whole.profile()


def test_every_example_is_tried():
    tried = ["presswash.clean(\"\"\"", "ParquetWriter", "polars.read_parquet", "duckdb.sql(\"copy", "load_dataset"]
    tried += ["LocalPipelineExecutor", "merge_profiles", "presswash.spark.clean", "presswash.ray.clean"]
    assert len(EXAMPLES) == len(tried)
    for word in tried:
        example(word)
