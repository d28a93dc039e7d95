"""The examples of the README, copied and run."""

import contextlib
import gzip
import io
import re
from pathlib import Path

import presswash
import pyarrow.parquet
import pytest

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


# Rows of the dump that the README makes.
ROWS = 100


def in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goes to a folder with the dump that the README makes."""
    monkeypatch.chdir(folder)
    exec(example("write_table"), {})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder as the examples have it."""
    in_folder(tmp_path, monkeypatch)
    return tmp_path


@pytest.mark.parametrize("word", ["ParquetWriter", "read_parquet(\"dump.parquet\")", "duckdb.sql(\"copy", "load_dataset"])
def test_examples_of_libraries_run(folder, word):
    names = {}
    exec(example(word), names)
    cleaned = names["cleaned"]
    rows = pyarrow.parquet.read_table("clean.parquet") if (folder / "clean.parquet").exists() else cleaned
    assert len(rows) == ROWS
    texts = str(rows["text"].to_pylist() if hasattr(rows["text"], "to_pylist") else list(rows["text"]))
    assert "The ferry stayed in port on day 99" in texts and "Copyright" not in texts


def test_the_example_of_datatrove_runs(folder):
    exec(example("LocalPipelineExecutor"), {})
    (written,) = (folder / "clean-datatrove").iterdir()
    assert len(gzip.open(written).readlines()) == ROWS


def test_the_example_of_parts_runs(folder):
    names = {}
    exec(example("merge_profiles(parts)"), names)
    assert len(names["parts"]) == 2
    whole = presswash.Scan()
    whole.add_batch(pyarrow.parquet.read_table("dump.parquet"))
    assert names["profile"] == whole.profile()


def test_every_example_is_tried():
    tried = ["presswash.clean(\"\"\"", "write_table", "ParquetWriter", "polars.read_parquet", "duckdb.sql(\"copy", "load_dataset"]
    tried += ["LocalPipelineExecutor", "merge_profiles", "presswash.spark.clean", "presswash.ray.clean"]
    assert len(EXAMPLES) == len(tried)
    for word in tried:
        example(word)
