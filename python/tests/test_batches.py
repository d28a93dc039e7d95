"""Batches of the libraries that people have them in."""

import datetime
import json
import subprocess

import duckdb
import polars
import presswash
import pyarrow
import pytest
from conftest import assert_same
from presswash import Cleaner


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner()


def test_pyarrow_batches_and_tables(pages, plain, cleaner):
    batch = pyarrow.RecordBatch.from_pylist(pages)
    cleaned = cleaner.clean_batch(batch)
    assert isinstance(cleaned, pyarrow.RecordBatch)
    assert_same(cleaned.to_pylist(), plain)
    assert cleaned.column("kept").equals(batch.column("kept"))
    table = pyarrow.Table.from_batches([batch.slice(0, 7), batch.slice(7)])
    cleaned = cleaner.clean_batch(table)
    assert isinstance(cleaned, pyarrow.Table)
    assert_same(cleaned.to_pylist(), plain)


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()])
def test_text_keeps_its_type_and_missing_texts_stay_missing(cleaner, kind):
    texts = pyarrow.array(["Rain again.", None, ""], kind)
    cleaned = cleaner.clean_batch(pyarrow.record_batch({"text": texts}))
    assert cleaned.schema.field("text").type == kind
    assert cleaned.column("text").to_pylist() == ["Rain again.", None, ""]
    assert cleaned.column("comments").to_pylist() == [[], [], []]


def test_columns_are_found_named_and_kept(cleaner):
    meta = [{"url": "https://example.org/a"}]
    cleaned = cleaner.clean_batch({"maintext": ["Rain again."], "metadata": meta, "comments": [3]})
    assert cleaned["maintext"] == ["Rain again."]
    assert cleaned["original_comments"] == [3]
    assert cleaned["metadata"] == meta
    nested = pyarrow.RecordBatch.from_pylist([{"page": {"body": "Rain again."}}])
    assert cleaner.clean_batch(nested, text="page.body").column("text").to_pylist() == ["Rain again."]
    with pytest.raises(KeyError, match="no text column among: words"):
        cleaner.clean_batch({"words": ["Rain"]})
    with pytest.raises(KeyError, match="no column .body."):
        cleaner.clean_batch({"text": ["Rain"]}, text="body")
    with pytest.raises(TypeError, match="is no text but Int64"):
        cleaner.clean_batch({"text": [1]}, text="text")
    with pytest.raises(TypeError, match="no such part of a page: txt"):
        cleaner.clean_batch({"text": ["Rain"]}, txt="text")
    with pytest.raises(TypeError, match="is no batch"):
        cleaner.clean_batch(["Rain"])


def test_comments_that_come_as_one_text_become_a_thread(cleaner):
    given = "Anna K.\nMay 20, 2021 7:12 am\nA whole year!\nReply\nJens\nMay 20, 2021 9:40 am\nIt starts at six, they told me.\nReply"
    cleaned = cleaner.clean_batch({"text": ["The ferry is late again."], "comments": [given]})
    assert [comment["author"] for comment in cleaned["comments"][0]] == ["Anna K.", "Jens"]
    assert {comment["from"] for comment in cleaned["comments"][0]} == {"field"}
    assert cleaned["original_comments"] == [given]
    page = presswash.clean("The ferry is late again.", comments=given)
    assert [comment.source for comment in page.comments] == ["field", "field"]


def test_columns_count_as_fields_do_on_the_command_line(cleaner):
    page = {"text": "Two days ago it rained.\n\n2 Comments\n\nAnna says:\n2 days ago\nWhat a pity, I wanted to go there.\nReply"}
    page["text"] += "\n\nJens says:\n1 day ago\nIt opens again next week, they told me.\nReply"

    def days(**columns):
        row = {name: [value] for name, value in {**page, **columns}.items()}
        return [comment["date"] for comment in cleaner.clean_batch(row)["comments"][0]]

    assert days() == [None, None]
    assert days(date="2021-05-22") == [None, None], "a day is that of the publication"
    assert days(date="2021-05-22T08:00:00Z") == ["2021-05-20", "2021-05-21"]
    assert days(crawl_date=datetime.datetime(2021, 5, 22, 8)) == ["2021-05-20", "2021-05-21"]
    scan = presswash.Scan()
    scan.add_batch({"text": ["a", "b"], "source": ["a-corpus", "https://example.org/a"]})
    assert scan.pages == 1, "a source is an address when it looks like one"


def test_comments_have_all_members_of_the_record(program, cleaner):
    schema = json.loads(subprocess.run([program, "schema"], stdout=subprocess.PIPE, check=True).stdout)
    comments = cleaner.clean_batch(pyarrow.record_batch({"text": ["Rain again."]})).schema.field("comments").type
    assert {field.name for field in comments.value_type} == set(schema["$defs"]["Comment"]["properties"])


def test_a_batch_without_rows_has_all_columns(cleaner):
    empty = pyarrow.Table.from_batches([], schema=pyarrow.schema([("text", pyarrow.string())]))
    assert cleaner.clean_batch(empty).schema.names == ["text", "comments", "presswash"]


def test_polars(pages, plain, cleaner):
    cleaned = cleaner.clean_batch(polars.DataFrame(pages))
    assert isinstance(cleaned, polars.DataFrame)
    assert_same(cleaned.to_dicts(), plain)
    authors = cleaned.explode("comments").unnest("comments", separator=".")["comments.author"]
    assert set(authors) - {None} == {"Anna K.", "tom_reed"}


def test_duckdb(pages, plain, cleaner):
    table = pyarrow.Table.from_pylist(pages)
    relation = duckdb.from_arrow(table)
    cleaned = cleaner.clean_batch(relation.to_arrow_table())
    assert_same(cleaned.to_pylist(), plain)
    found = duckdb.sql("select count(*) from (select unnest(comments) as c from cleaned) where c.author = 'Anna K.'")
    assert found.fetchall() == [(15,)]


def test_threads_change_nothing(pages):
    batch = pyarrow.RecordBatch.from_pylist(pages)
    assert Cleaner(threads=1).clean_batch(batch).equals(Cleaner(threads=3).clean_batch(batch))


def test_parts_of_a_scan_make_the_whole(pages, dump, program, tmp_path, with_sites):
    batch = pyarrow.RecordBatch.from_pylist(pages)
    parts = []
    for start in range(0, len(pages), 11):
        scan = presswash.Scan()
        scan.add_batch(batch.slice(start, 11))
        parts.append(scan.profile())
    profile = presswash.merge_profiles(parts[::-1])
    scanned = tmp_path / "sites.profile"
    subprocess.run([program, "scan", dump, "-o", scanned, "--quiet"], check=True)
    assert profile == scanned.read_bytes()
    assert_same(Cleaner(profile=profile).clean_batch(batch).to_pylist(), with_sites)
    assert_same(Cleaner(profile=scanned).clean_batch(batch).to_pylist(), with_sites)
