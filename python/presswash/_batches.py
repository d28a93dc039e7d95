"""Batches of other libraries to Arrow and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def open(batch: Any) -> tuple[Any, Callable[[list[Any]], Any]]:
    """The batch as something with the Arrow PyCapsule interface, and the way back."""
    if isinstance(batch, Mapping):
        import pyarrow

        return pyarrow.RecordBatch.from_pydict(dict(batch)), lambda out: _arrow(out).to_pydict()
    library = type(batch).__module__.partition(".")[0]
    if library == "pyarrow":
        import pyarrow

        if isinstance(batch, pyarrow.RecordBatch):
            return batch, lambda out: pyarrow.record_batch(out[0])
        return batch, _arrow
    if library == "polars":
        import polars

        return batch, lambda out: polars.concat([polars.DataFrame(part) for part in out])
    if hasattr(batch, "__arrow_c_array__") or hasattr(batch, "__arrow_c_stream__"):
        return batch, lambda out: out
    raise TypeError(f"{type(batch).__name__} is no batch: neither a dict of lists nor Arrow data")


def _arrow(out: list[Any]) -> Any:
    import pyarrow

    return pyarrow.Table.from_batches([pyarrow.record_batch(part) for part in out])
