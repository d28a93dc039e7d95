"""presswash in a datatrove pipeline: ``PresswashFormatter``, and ``PresswashScan`` for site profiles.

The text of a document becomes the article. Its metadata stays, and gets ``comments`` (a list of dicts)
and ``presswash`` (what was done to the page), as in the records of the command line.
"""

from __future__ import annotations

from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import DataFolderLike, get_datafolder
from datatrove.pipeline.base import PipelineStep

from . import Cleaner, Scan

__all__ = ["PresswashFormatter", "PresswashScan"]


def _parts(document: Document) -> dict[str, str | None]:
    metadata = document.metadata
    moment = metadata.get("crawl_date") or metadata.get("date")
    # As on the command line: a date is that of the crawl when it has a time of day.
    crawled = moment if isinstance(moment, str) and ":" in moment else None
    return {"id": document.id, "url": metadata.get("url"), "title": metadata.get("title"), "crawled": crawled}


class PresswashFormatter(PipelineStep):
    """Cleans documents.

    settings: those of :class:`presswash.Cleaner`; ``threads`` is 1, as datatrove runs a task for each core.
    """

    name = "presswash"
    type = "FORMAT"

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.settings = {"threads": 1, **settings}

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        cleaner = Cleaner(**self.settings)
        for document in data:
            self.stat_update("total")
            with self.track_time():
                cleaned = cleaner.clean(document.text, **_parts(document))
                record = cleaned.record()
                before = len(document.text)
                document.text = cleaned.text
                document.metadata["comments"] = record["comments"]
                document.metadata["presswash"] = record["presswash"]
            self.stat_update("characters_removed", value=before - len(cleaned.text))
            self.stat_update("comments", value=len(record["comments"]))
            yield document


class PresswashScan(PipelineStep):
    """Counts what sites repeat and lets the documents through. Each task writes a part of the profile.

    The parts are merged by ``presswash profile merge`` or :func:`presswash.merge_profiles`.

    output_folder: where the parts are put, as ``00000.profile`` and so on.
    """

    name = "presswash scan"
    type = "STATS"

    def __init__(self, output_folder: DataFolderLike) -> None:
        super().__init__()
        self.output_folder = get_datafolder(output_folder)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        scan = Scan()
        for document in data:
            self.stat_update("total")
            with self.track_time():
                parts = {name: [value] for name, value in _parts(document).items() if value is not None}
                scan.add_batch({"text": [document.text], **parts})
            yield document
        with self.output_folder.open(f"{rank:05d}.profile", "wb") as out:
            out.write(scan.profile())
