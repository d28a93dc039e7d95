"""What the engines share: a cleaner that each worker makes once, and scans of parts."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow

from . import Cleaner, Scan, merge_profiles

# Profiles that are merged at once: each is read row by row, so this bounds open readers, not memory.
TOGETHER = 16

# The one column of a table of profiles.
PROFILES = pyarrow.schema([pyarrow.field("profile", pyarrow.binary())])


def columns(text: str | None, url: str | None, names: Mapping[str, str | None] | None) -> dict[str, str | None]:
    """The columns that a call names."""
    given = {name: value for name, value in (("text", text), ("url", url)) if value is not None}
    return {**given, **(names or {})}


class Settings:
    """Settings of a cleaner that travel to the workers and are looked up there by value."""

    def __init__(self, settings: Mapping[str, Any], names: Mapping[str, str | None]) -> None:
        # A worker of an engine is one of many on its machine.
        self.settings = {"threads": 1, **settings}
        self.names = dict(names)

    def cleaner(self) -> Cleaner:
        """The cleaner of these settings; made once in a process."""
        frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in self.settings.items()}
        return _cleaner(tuple(sorted(frozen.items(), key=lambda item: item[0])))

    def clean(self, batch: Any) -> Any:
        """A batch, cleaned."""
        return self.cleaner().clean_batch(batch, **self.names)


@functools.lru_cache(maxsize=4)
def _cleaner(settings: tuple[tuple[str, Any], ...]) -> Cleaner:
    return Cleaner(**{name: list(value) if isinstance(value, tuple) else value for name, value in settings})


def scan(batches: Iterable[Any], names: Mapping[str, str | None]) -> bytes:
    """The profile of a part of the dump."""
    counts = Scan()
    for batch in batches:
        if batch.num_rows:
            counts.add_batch(batch, **names)
    return counts.profile()


def merged(profiles: Iterable[bytes]) -> Iterator[bytes]:
    """Profiles of parts to fewer of them."""
    part: list[bytes] = []
    for profile in profiles:
        part.append(profile)
        if len(part) == TOGETHER:
            yield merge_profiles(part)
            part = []
    if part:
        yield part[0] if len(part) == 1 else merge_profiles(part)


def whole(profiles: Iterable[bytes]) -> bytes:
    """Profiles of parts to that of the whole."""
    parts = list(merged(profiles))
    while len(parts) > 1:
        parts = list(merged(parts))
    return parts[0] if parts else Scan().profile()


def table(profiles: Iterable[bytes]) -> pyarrow.RecordBatch:
    """Profiles as rows."""
    return pyarrow.RecordBatch.from_pydict({"profile": list(profiles)}, schema=PROFILES)
