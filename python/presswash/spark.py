"""presswash on Spark: ``presswash.spark.clean(df, sites=True)``.

Pages go through ``mapInArrow``, so no row becomes a Python object on the way. With ``sites=True``
the dump is read twice: what sites repeat is counted in each partition, the counts are merged on the
executors, group by group, and the profile goes out with the second pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow

from . import _engine

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["clean", "scan"]


def clean(
    df: DataFrame,
    *,
    text: str | None = None,
    url: str | None = None,
    sites: bool = False,
    profile: Any = None,
    names: dict[str, str | None] | None = None,
    **settings: Any,
) -> DataFrame:
    """The rows of a DataFrame, cleaned; see :meth:`presswash.Cleaner.clean_batch` for their columns.

    text, url: the columns, when they are not called as in the usual dumps.
    sites: whether what sites repeat is counted first and used as evidence. Reads ``df`` twice: cache it
        when it is costly to make.
    profile: a site profile made before, as a path that all workers can read, or as bytes.
    names: other columns: ``id``, ``title``, ``crawled``.
    settings: those of :class:`presswash.Cleaner`; ``threads`` is 1, as Spark runs a task for each core.
    """
    given = _engine.columns(text, url, names)
    if sites:
        profile = scan(df, names=given)
    work = _engine.Settings({"profile": profile, **settings}, given)

    def batches(parts: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for part in parts:
            yield work.clean(part)

    return df.mapInArrow(batches, _schema(df, work))


def scan(
    df: DataFrame,
    *,
    text: str | None = None,
    url: str | None = None,
    names: dict[str, str | None] | None = None,
) -> bytes:
    """The profile of what the sites of a DataFrame's pages repeat, as the content of a profile file."""
    given = _engine.columns(text, url, names)

    def count(parts: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        yield _engine.table([_engine.scan(parts, given)])

    def merge(parts: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        profiles = (row.as_py() for part in parts for row in part.column(0))
        yield _engine.table([_engine.whole(profiles)])

    counts = df.mapInArrow(count, "profile binary")
    left = _partitions(df)
    while left > _engine.TOGETHER:
        left = -(-left // _engine.TOGETHER)
        counts = counts.repartition(left).mapInArrow(merge, "profile binary")
    return _engine.whole(bytes(row["profile"]) for row in counts.collect())


def _partitions(df: DataFrame) -> int:
    """Partitions of a DataFrame; over Spark Connect they are counted by a job."""
    try:
        return df.rdd.getNumPartitions()
    except Exception:  # Connect has no RDDs, and each version has an exception of its own for it
        from pyspark.sql import functions

        return df.select(functions.spark_partition_id()).distinct().count()


def _schema(df: DataFrame, work: _engine.Settings) -> Any:
    """The columns that come out, learned from a batch without rows."""
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    empty = pyarrow.Table.from_batches([], schema=to_arrow_schema(df.schema))
    return from_arrow_schema(work.clean(empty).schema)
