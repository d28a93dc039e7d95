"""Batches of other libraries to Arrow and back, and the columns that make a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

# The names under which each part of a page is looked for, as on the command line.
USUAL = {
    "text": ("text", "maintext", "content", "raw_text", "raw_content", "body", "article"),
    "url": ("url", "source_url", "metadata.url", "metadata.source_url", "WARC-Target-URI"),
    "id": ("id", "doc_id", "metadata.id", "warc_record_id", "WARC-Record-ID"),
    "title": ("title", "metadata.title"),
    "crawled": ("crawl_date", "date_download", "date_crawl", "fetch_time", "timestamp", "WARC-Date"),
}


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


def names(batch: Any, given: Mapping[str, str | None]) -> dict[str, str | None]:
    """The columns of a batch that make a page: those given, and of the others those that are there."""
    unknown = set(given) - set(USUAL)
    if unknown:
        raise TypeError(f"no such part of a page: {', '.join(sorted(unknown))} (there are {', '.join(USUAL)})")
    there = set(_paths(batch))
    found = {part: next((name for name in usual if name in there), None) for part, usual in USUAL.items()}
    found.update(given)
    if found["text"] is None:
        raise KeyError(f"no text column among: {', '.join(sorted(there))}; name it with text=")
    return found


def _paths(batch: Any) -> Iterator[str]:
    """Text columns of a batch, and those in its structs."""
    schema = getattr(batch, "schema", None)
    if isinstance(schema, Mapping):  # Polars: names and types
        yield from _of_polars(schema.items())
        return
    import pyarrow
    from pyarrow import types

    def walk(fields: Iterable[Any], prefix: str) -> Iterator[str]:
        for field in fields:
            if types.is_struct(field.type):
                yield from walk(field.type, f"{prefix}{field.name}.")
            elif types.is_string(field.type) or types.is_large_string(field.type) or types.is_string_view(field.type):
                yield f"{prefix}{field.name}"

    if not isinstance(schema, pyarrow.Schema):
        schema = pyarrow.schema(batch)
    yield from walk(schema, "")


def _of_polars(columns: Iterable[tuple[str, Any]], prefix: str = "") -> Iterator[str]:
    import polars

    for name, kind in columns:
        if isinstance(kind, polars.Struct):
            yield from _of_polars(((field.name, field.dtype) for field in kind.fields), f"{prefix}{name}.")
        elif kind == polars.String:
            yield f"{prefix}{name}"
