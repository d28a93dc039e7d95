"""Files that other programs write and read: what presswash makes of theirs, and they of its."""

import io
import json
import math
import subprocess
from pathlib import Path

import duckdb
import polars
import pyarrow
import pyarrow.parquet
import pytest
from conftest import account, assert_same, bare
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CRAWLED = "2021-05-22T08:00:00Z"
THREAD = """The harbour stays shut, the town said on Friday after the storm had passed over the coast.

2 Comments

Anna says:
2 days ago
What a pity, I wanted to go there on Sunday.
Reply

Jens says:
1 day ago
It opens again next week, they told me.
Reply"""


def clean(program: Path, source: Path, out: Path, *options: str) -> Path:
    """Runs the program on a file or folder."""
    subprocess.run([program, "clean", source, "-o", out, "--quiet", *options], check=True)
    return out


def lines(path: Path) -> list[dict]:
    """The records of a file that is not compressed."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without(record: dict, *names: str) -> dict:
    """The rest of a record."""
    return {name: value for name, value in record.items() if name not in names}


def documents(reader) -> list:
    """What a reader of datatrove makes of its folder."""
    return list(reader.run())


@pytest.fixture(scope="module")
def wet(pages, tmp_path_factory) -> Path:
    """The pages and one more as Common Crawl's WET files have them, each record a gzip member, by warcio."""
    path = tmp_path_factory.mktemp("wet") / "pages.warc.wet.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "of this test"}))
        for page in [*pages, {"id": "harbour", "url": "https://example.org/harbour", "text": THREAD}]:
            headers = {
                "WARC-Record-ID": f"<urn:test:{page['id']}>",
                "WARC-Date": CRAWLED,
                "WARC-Identified-Payload-Type": "text/plain",
                "X-Places": "Hütten",
            }
            body = io.BytesIO(page["text"].encode())
            record = writer.create_warc_record(
                page["url"], "conversion", payload=body, warc_content_type="text/plain", warc_headers_dict=headers
            )
            writer.write_record(record)
    return path


def test_a_wet_file_of_warcio_is_read_whole(program, wet, pages, tmp_path):
    records = lines(clean(program, wet, tmp_path / "out.jsonl"))
    # An archive names no headlines.
    untitled = "".join(f"{json.dumps(without(page, 'title'))}\n" for page in pages)
    (tmp_path / "untitled.jsonl").write_text(untitled, encoding="utf-8")
    plain = lines(clean(program, tmp_path / "untitled.jsonl", tmp_path / "plain.jsonl"))
    with wet.open("rb") as stored:
        heads = [record.rec_headers for record in ArchiveIterator(stored) if record.rec_type == "conversion"]
    assert len(records) == len(heads) == len(pages) + 1
    for record, head in zip(records, heads, strict=True):
        assert record["id"] == head.get_header("WARC-Record-ID")
        assert record["url"] == head.get_header("WARC-Target-URI")
        assert record["date"] == CRAWLED
        assert without(record["warc"], "version") == dict(head.headers)
    for record, same in zip(records, plain, strict=False):
        assert record["text"] == same["text"]
        assert bare(record["comments"]) == bare(same["comments"])
    assert [comment["date"] for comment in records[-1]["comments"]] == ["2021-05-20", "2021-05-21"]


def test_datatrove_reads_the_same_of_a_wet_file(program, wet, tmp_path):
    from datatrove.pipeline.readers import WarcReader
    from presswash.datatrove import PresswashFormatter

    records = lines(clean(program, wet, tmp_path / "out.jsonl"))
    read = list(PresswashFormatter().run(WarcReader(str(wet.parent)).run()))
    assert len(read) == len(records)
    for document, record in zip(read, records, strict=True):
        assert (document.id, document.metadata["url"]) == (record["id"], record["url"])
        assert document.text == record["text"]
        assert bare(document.metadata["comments"]) == bare(record["comments"])
        assert account(document.metadata["presswash"]) == account(record["presswash"])


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_datatrove_reads_lines(program, dump, plain, tmp_path, name):
    from datatrove.pipeline.readers import JsonlReader

    clean(program, dump, tmp_path / name)
    read = documents(JsonlReader(str(tmp_path), glob_pattern=name))
    assert [document.id for document in read] == list(plain)
    for document in read:
        record = plain[document.id]
        assert document.text == record["text"]
        assert without(document.metadata, "file_path") == without(record, "id", "text")


def test_datatrove_reads_tables(program, dump, plain, tmp_path):
    from datatrove.pipeline.readers import ParquetReader

    clean(program, dump, tmp_path / "out.parquet")
    read = documents(ParquetReader(str(tmp_path)))
    assert_same([{"id": document.id, "text": document.text, **document.metadata} for document in read], plain)


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_what_datatrove_writes_comes_back_record_for_record(program, pages, plain, tmp_path, kind):
    from datatrove.data import Document
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

    writer = JsonlWriter if kind == "jsonl" else ParquetWriter
    made = [Document(page["text"], page["id"], metadata=without(page, "id", "text")) for page in pages]
    for rank in range(2):
        list(writer(str(tmp_path / "in")).run(iter(made[rank::2]), rank=rank, world_size=2))
    # A file for each of theirs, of the same name, so that their readers find what they left.
    clean(program, tmp_path / "in", f"{tmp_path}/out/", "--format", kind)
    names = [sorted(path.name for path in (tmp_path / side).iterdir()) for side in ["in", "out"]]
    assert names[0] == names[1] and len(names[0]) == 2
    if kind == "jsonl":
        rows = [{"id": document.id, "text": document.text, **document.metadata} for document in documents(JsonlReader(f"{tmp_path}/out"))]
    else:
        rows = pyarrow.parquet.read_table(tmp_path / "out").to_pylist()
    assert sorted(row["id"] for row in rows) == sorted(plain)
    for row in rows:
        record = plain[row["id"]]
        metadata = row["metadata"] if kind == "parquet" else without(row, "id", "text", "comments", "presswash", "file_path")
        assert row["text"] == record["text"]
        assert bare(row["comments"]) == bare(record["comments"])
        assert metadata == without(record, "id", "text", "comments", "presswash")


def of_pyarrow(table: pyarrow.Table, path: Path) -> None:
    """Row groups of seven rows."""
    pyarrow.parquet.write_table(table, path, row_group_size=7, compression="snappy")


def of_polars(table: pyarrow.Table, path: Path) -> None:
    """zstd, small row groups."""
    polars.from_arrow(table).write_parquet(path, row_group_size=7)


def of_duckdb(table: pyarrow.Table, path: Path) -> None:
    """What its COPY writes."""
    duckdb.from_arrow(table).write_parquet(str(path), compression="gzip")


@pytest.mark.parametrize("write", [of_pyarrow, of_polars, of_duckdb])
def test_tables_of_others_go_in_and_come_out(program, pages, plain, tmp_path, write):
    write(pyarrow.Table.from_pylist(pages), tmp_path / "in.parquet")
    records = lines(clean(program, tmp_path / "in.parquet", tmp_path / "out.jsonl"))
    assert [(record["id"], record["text"], record["kept"]) for record in records] == [
        (page["id"], plain[page["id"]]["text"], page["kept"]) for page in pages
    ]
    clean(program, tmp_path / "in.parquet", tmp_path / "out.parquet")
    path = str(tmp_path / "out.parquet")
    for rows in [
        pyarrow.parquet.read_table(path).to_pylist(),
        polars.read_parquet(path).to_dicts(),
        duckdb.sql(f"from '{path}'").to_arrow_table().to_pylist(),
    ]:
        assert_same(rows, plain)
        assert [row["kept"] for row in rows] == [page["kept"] for page in pages]


def test_columns_that_pass_through_keep_every_value(program, tmp_path):
    """Also those that JSON has no word for."""
    columns = {
        "text": pyarrow.array(["Rain again."] * 4),
        "double": pyarrow.array([math.nan, math.inf, -math.inf, 0.1]),
        "float": pyarrow.array([math.nan, None, 1.5, -0.0], pyarrow.float32()),
        "scores": pyarrow.array([[math.nan, 1.0], [], None, [None]]),
        "inner": pyarrow.array([{"score": math.nan, "of": "a"}, {"score": None, "of": "NaN"}, None, {"score": 2.0, "of": None}]),
        "large": pyarrow.array([2**63 - 1, -(2**63), 0, None]),
        "unsigned": pyarrow.array([2**64 - 1, 0, None, 1], pyarrow.uint64()),
        "bytes": pyarrow.array([b"\x00\xff", b"", None, b"a"]),
        "day": pyarrow.array([0, 1, None, 20000], pyarrow.date32()),
        "moment": pyarrow.array([0, 1_600_000_000_123_456, None, 1], pyarrow.timestamp("us", "UTC")),
        "named": pyarrow.array(["NaN", "Infinity", None, "null"]),
    }
    table = pyarrow.table(columns)
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet", row_group_size=3)
    out = pyarrow.parquet.read_table(clean(program, tmp_path / "in.parquet", tmp_path / "out.parquet"))
    for name in columns:
        assert out.schema.field(name).type == table.schema.field(name).type, name
        # As text, since no NaN is equal to another.
        assert str(out[name].to_pylist()) == str(table[name].to_pylist()), name
    records = lines(clean(program, tmp_path / "in.parquet", tmp_path / "out.jsonl"))
    assert [record["double"] for record in records] == [None, None, None, 0.1], "JSON has no such numbers"
