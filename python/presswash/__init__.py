"""Cleans scraped news: removes site chrome, separates reader comments and rebuilds them as a thread.

>>> import presswash
>>> page = presswash.clean('''Home
... World
... Sport
...
... Ferry stays in port
...
... The ferry stayed in port on Monday because of the storm, the harbour master said.
...
... Share on Facebook
... Copyright 2024 Example News. All rights reserved.''')
>>> print(page.text)
Ferry stays in port
<BLANKLINE>
The ferry stayed in port on Monday because of the storm, the harbour master said.
>>> sorted({stretch.kind for stretch in page.removed})
['copyright', 'nav', 'share']
"""

from __future__ import annotations

import functools
from typing import Any

from . import _batches
from ._presswash import Batch, Cleaned, CleanerBase, Comment, Removed, __version__, merge_profiles
from ._presswash import Scan as _Scan

__all__ = [
    "Batch",
    "Cleaned",
    "Cleaner",
    "Comment",
    "Removed",
    "Scan",
    "__version__",
    "clean",
    "merge_profiles",
]


class Cleaner(CleanerBase):
    """Cleans pages. Immutable, shared by threads at will, and pickled as its settings alone.

    rules: files of rules on top of the built-in ones.
    disable_rules: ids of rules that are left out.
    model: a line model made by ``presswash train``, as a path or as bytes.
    profile: a site profile made by ``presswash scan`` or :class:`Scan`, as a path or as bytes.
    mode: ``balanced``, ``precision`` or ``recall``: which mistakes are avoided.
    threads: threads for a batch; one for each core when it is None.

    >>> cleaner = Cleaner(mode="recall")
    >>> cleaner.clean("Rain again.").text
    'Rain again.'
    """

    __slots__ = ()

    def clean_batch(self, batch: Any, **names: str | None) -> Any:
        """Cleans every row of a batch and gives back a batch of the same library.

        The text column holds the article then. ``comments`` (a list of structs) and ``presswash``
        (what was done to the page, as JSON) are added; columns of these names are kept as
        ``original_comments`` and ``original_presswash``, and comments that come as one text are taken
        apart into the thread. All other columns stay as they are.

        batch: a pyarrow RecordBatch or Table, a Polars DataFrame, a dict of lists, or anything else that
            has the Arrow PyCapsule interface; of the latter, a list of :class:`Batch` comes out.
        names: the columns ``text``, ``url``, ``id``, ``title`` and ``crawled``, when they are not called
            as in the usual dumps; None for none. Dots lead into structs.

        >>> cleaner = Cleaner()
        >>> cleaner.clean_batch({"text": ["Rain again."]})["text"]
        ['Rain again.']
        """
        arrow, back = _batches.open(batch)
        return back(self.clean_record_batches(arrow, names))

    def __reduce__(self) -> tuple[Any, ...]:
        return (functools.partial(type(self), **self.settings()), ())

    def __repr__(self) -> str:
        given = {name: value for name, value in self.settings().items() if value not in (None, [])}
        shown = ((name, f"<{len(value)} bytes>" if isinstance(value, bytes) else repr(value)) for name, value in given.items())
        return f"Cleaner({', '.join(f'{name}={value}' for name, value in shown)})"


class Scan(_Scan):
    """Counts what the sites of a dump repeat, part by part.

    The profiles of parts, merged by :func:`merge_profiles`, are the profile of the whole, byte for byte.

    >>> scan = Scan()
    >>> scan.add_batch({"text": ["Home"], "url": ["https://news.example.org/a"]})
    >>> scan.pages
    1
    >>> Cleaner(profile=merge_profiles([scan.profile()])).profile_name is not None
    True
    """

    __slots__ = ()

    def add_batch(self, batch: Any, **names: str | None) -> None:
        """Counts the rows of a batch; see :meth:`Cleaner.clean_batch` for what it may be."""
        arrow, _ = _batches.open(batch)
        self.add_record_batches(arrow, names)


@functools.cache
def _shipped() -> Cleaner:
    return Cleaner()


def clean(
    text: str,
    url: str | None = None,
    *,
    id: str | None = None,
    title: str | None = None,
    crawled: str | None = None,
    comments: str | None = None,
) -> Cleaned:
    """Cleans one page with the built-in rules and the shipped model.

    text: the page as text, as an extractor gives it.
    url: its address; sites are told apart by it.
    crawled: when it was fetched; relative dates of comments are counted from there.
    comments: comments that an extractor gave as one text of their own; they follow those of the page.

    >>> clean("Rain again.").text
    'Rain again.'
    """
    return _shipped().clean(text, url, id=id, title=title, crawled=crawled, comments=comments)
