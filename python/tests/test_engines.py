"""The engines that presswash runs on, each with what it really is."""

import json
import re
import sys

import presswash
import pyarrow
import pyarrow.parquet
import pytest
from conftest import account, assert_same, bare
from test_readme import ROWS, example, in_folder


def anywhere(code, folder):
    """An example for workers that stand in other folders than the test."""
    return re.sub(r'"((dump|clean-\w+)/)"', lambda name: repr(f"{folder}/{name[1]}"), code)


def test_datasets(pages, plain):
    from datasets import Dataset

    # Its threads run before the workers are forked.
    cleaner = presswash.Cleaner()
    made = Dataset.from_list(pages)
    mapped = made.map(cleaner.clean_batch, batched=True, batch_size=8)
    assert_same(mapped.to_list(), plain)
    in_arrow = made.with_format("arrow").map(cleaner.clean_batch, batched=True, batch_size=8)
    assert_same(in_arrow.with_format(None).to_list(), plain)
    in_parts = made.map(cleaner.clean_batch, batched=True, num_proc=2)
    assert_same(in_parts.to_list(), plain)


def test_datatrove(pages, dump, plain, with_sites, tmp_path):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from presswash.datatrove import PresswashFormatter, PresswashScan

    def run(*steps):
        reader = JsonlReader(str(dump.parent), glob_pattern=dump.name)
        LocalPipelineExecutor([reader, *steps], logging_dir=str(tmp_path / f"logs{len(list(tmp_path.iterdir()))}")).run()

    def written(folder):
        (file,) = folder.glob("*.jsonl")
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def assert_holds(folder, records):
        documents = written(folder)
        assert [document["id"] for document in documents] == [page["id"] for page in pages]
        for document in documents:
            record, metadata = records[document["id"]], document["metadata"]
            assert document["text"] == record["text"]
            assert metadata["url"] == record["url"] and metadata["kept"] == record["kept"]
            assert bare(metadata["comments"]) == bare(record["comments"])
            assert account(metadata["presswash"]) == account(record["presswash"])

    run(PresswashFormatter(), JsonlWriter(str(tmp_path / "out"), compression=None))
    assert_holds(tmp_path / "out", plain)
    run(PresswashScan(str(tmp_path / "sites")))
    (part,) = (tmp_path / "sites").iterdir()
    profile = presswash.merge_profiles([part.read_bytes()])
    run(PresswashFormatter(profile=profile), JsonlWriter(str(tmp_path / "known"), compression=None))
    assert_holds(tmp_path / "known", with_sites)


def test_ray(pages, plain, with_sites, tmp_path, monkeypatch):
    import presswash.ray
    import ray
    import ray.data
    from ray.cluster_utils import Cluster

    # Two workers beside the head, each a node of its own.
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    try:
        made = ray.data.from_items(pages, override_num_blocks=4)
        assert_same(presswash.ray.clean(made).take_all(), plain)
        assert_same(presswash.ray.clean(made, concurrency=1).take_all(), plain)
        assert_same(presswash.ray.clean(made, sites=True, batch_size=7).take_all(), with_sites)
        in_folder(tmp_path, monkeypatch)
        exec(anywhere(example("presswash.ray.clean"), tmp_path), {})
        assert pyarrow.parquet.read_table("clean-ray").num_rows == ROWS
    finally:
        ray.shutdown()
        cluster.shutdown()


@pytest.fixture
def spark(monkeypatch):
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("presswash")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
    # Most of a short run is the compiling of code that is hardly run.
    for side in ["driver", "executor"]:
        builder = builder.config(f"spark.{side}.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_spark(spark, pages, plain, with_sites, tmp_path, monkeypatch):
    import presswash.spark

    made = spark.createDataFrame([{**page, "kept": json.dumps(page["kept"])} for page in pages]).repartition(20)

    def rows(df):
        return [row.asDict(recursive=True) for row in df.collect()]

    assert_same(rows(presswash.spark.clean(made, text="text", url="url")), plain)
    # Twenty parts, so that they are merged on the executors first.
    assert_same(rows(presswash.spark.clean(made, text="text", url="url", sites=True)), with_sites)
    in_folder(tmp_path, monkeypatch)
    exec(anywhere(example("presswash.spark.clean"), tmp_path), {})
    assert pyarrow.parquet.read_table("clean-spark").num_rows == ROWS


def test_parts_are_merged_in_groups(pages):
    from presswash import _engine

    batch = pyarrow.RecordBatch.from_pylist(pages)
    profiles = [_engine.scan([batch.slice(start, 1)], {}) for start in range(len(pages))]
    assert len(list(_engine.merged(profiles))) == 2
    assert _engine.whole(profiles) == _engine.scan([batch], {})
    assert _engine.whole([]) == presswash.Scan().profile()
