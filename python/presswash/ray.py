"""presswash on Ray Data: ``presswash.ray.clean(ds, sites=True)``.

With ``sites=True`` the dataset is read twice: what sites repeat is counted block by block, the counts
are merged by tasks, group by group, and the profile goes out with the second pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow

from . import _engine

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["clean", "scan"]


class _Clean:
    """Cleans batches in an actor, which makes its cleaner once."""

    def __init__(self, work: _engine.Settings) -> None:
        self.work = work

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        return self.work.clean(batch)


def clean(
    ds: Dataset,
    *,
    text: str | None = None,
    url: str | None = None,
    sites: bool = False,
    profile: Any = None,
    names: dict[str, str | None] | None = None,
    batch_size: int | None = 512,
    concurrency: int | tuple[int, int] | None = None,
    **settings: Any,
) -> Dataset:
    """The rows of a dataset, cleaned; see :meth:`presswash.Cleaner.clean_batch` for their columns.

    text, url: the columns, when they are not called as in the usual dumps.
    sites: whether what sites repeat is counted first and used as evidence. Reads ``ds`` twice:
        materialize it when it is costly to make.
    profile: a site profile made before, as a path that all workers can read, or as bytes.
    names: other columns: ``id``, ``title``, ``crawled``.
    batch_size, concurrency: as in ``Dataset.map_batches``; tasks run without a number of actors.
    settings: those of :class:`presswash.Cleaner`; ``threads`` is 1, as Ray runs a task for each core.
    """
    given = _engine.columns(text, url, names)
    if sites:
        profile = scan(ds, names=given, batch_size=batch_size)
    work = _engine.Settings({"profile": profile, **settings}, given)
    options: dict[str, Any] = {"batch_format": "pyarrow", "batch_size": batch_size, "zero_copy_batch": True}
    if concurrency is None:
        return ds.map_batches(work.clean, **options)
    return ds.map_batches(_Clean, fn_constructor_args=(work,), concurrency=concurrency, **options)


def scan(
    ds: Dataset,
    *,
    text: str | None = None,
    url: str | None = None,
    names: dict[str, str | None] | None = None,
    batch_size: int | None = 4096,
) -> bytes:
    """The profile of what the sites of a dataset's pages repeat, as the content of a profile file."""
    given = _engine.columns(text, url, names)

    def count(batch: pyarrow.Table) -> pyarrow.Table:
        return pyarrow.Table.from_batches([_engine.table([_engine.scan([batch], given)])])

    def merge(batch: pyarrow.Table) -> pyarrow.Table:
        profiles = (row.as_py() for row in batch.column(0))
        return pyarrow.Table.from_batches([_engine.table([_engine.whole(profiles)])])

    counts = ds.map_batches(count, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)
    merged = counts.map_batches(merge, batch_format="pyarrow", batch_size=_engine.TOGETHER)
    return _engine.whole(row["profile"] for row in merged.iter_rows())
