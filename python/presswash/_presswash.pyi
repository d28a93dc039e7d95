from os import PathLike
from typing import Any, Literal

__version__: str

class Comment:
    """A reader's comment. What the page does not give is None."""

    @property
    def id(self) -> int:
        """Index in the list of comments."""
    @property
    def parent(self) -> int | None:
        """Index of the comment that it answers."""
    @property
    def depth(self) -> int:
        """Number of ancestors."""
    @property
    def number(self) -> int | None:
        """The number that the page gives it: 12 for ``#12``."""
    @property
    def author(self) -> str | None:
        """Name as the page writes it."""
    @property
    def role(self) -> str | None:
        """What the page says of the author beside the name, as in the record."""
    @property
    def date(self) -> str | None:
        """Day, or day and time, in ISO 8601."""
    @property
    def date_text(self) -> str | None:
        """The date as the page writes it."""
    @property
    def likes(self) -> int | None: ...
    @property
    def dislikes(self) -> int | None: ...
    @property
    def score(self) -> int | None: ...
    @property
    def text(self) -> str:
        """What the commenter wrote."""
    @property
    def truncated(self) -> bool:
        """Whether the page cut it short."""
    @property
    def placeholder(self) -> str | None:
        """What the text stands for, when the comment itself is not there."""
    @property
    def edited(self) -> str | None:
        """The page's remark on an edit."""
    @property
    def start(self) -> int:
        """Start in the page's text, in characters."""
    @property
    def end(self) -> int:
        """End in the page's text, in characters."""

class Removed:
    """A stretch of the page that was removed: neighbouring lines of one kind, by one reason."""

    @property
    def start(self) -> int:
        """Start in the page's text, in characters."""
    @property
    def end(self) -> int:
        """End in the page's text, in characters."""
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str:
        """Kind of chrome: ``nav``, ``share``, ``copyright`` ..."""
    @property
    def rule(self) -> str | None:
        """Id of the rule that took it, when one did."""
    @property
    def detector(self) -> str:
        """Whose word counted most: ``rules``, ``comments``, ``duplicates``, ``site``, ``model``."""
    @property
    def score(self) -> float:
        """How likely it is that the stretch belongs to no part that is kept, 0 to 1."""

class Cleaned:
    """A cleaned page."""

    @property
    def text(self) -> str:
        """The article."""
    @property
    def comments(self) -> list[Comment]:
        """The readers' comments, in the order of the page."""
    @property
    def removed(self) -> list[Removed]:
        """What went neither to the article nor to the comments."""
    @property
    def confidence(self) -> float | None:
        """Share of the characters that are expected to be in the right part, 0 to 1."""
    @property
    def flags(self) -> list[str]:
        """What one may want to filter on: ``uncertain``, ``short``, ``poem`` ..."""
    @property
    def platforms(self) -> list[str]:
        """Comment platforms and site systems that were recognised."""
    @property
    def info(self) -> dict[str, Any]:
        """What was done to the page: ``presswash`` of the record."""
    def record(self) -> dict[str, Any]:
        """The record that the command line writes for the page."""

class Batch:
    """An Arrow record batch, given out through the Arrow PyCapsule interface."""

    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class CleanerBase:
    def __new__(
        cls,
        *,
        rules: list[str | PathLike[str]] = ...,
        disable_rules: list[str] = ...,
        model: str | PathLike[str] | bytes | None = None,
        profile: str | PathLike[str] | bytes | None = None,
        mode: Literal["balanced", "precision", "recall"] = "balanced",
        threads: int | None = None,
    ) -> CleanerBase: ...
    @property
    def mode(self) -> str:
        """Which mistakes are avoided."""
    @property
    def profile_name(self) -> str | None:
        """Name of the site profile in use."""
    def settings(self) -> dict[str, Any]:
        """What the cleaner was made from."""
    def clean(
        self,
        text: str,
        url: str | None = None,
        *,
        id: str | None = None,
        title: str | None = None,
        crawled: str | None = None,
    ) -> Cleaned:
        """Cleans one page; other threads run on meanwhile."""
    def clean_record_batches(self, batches: Any, names: dict[str, str | None]) -> list[Batch]: ...

class Scan:
    def __new__(cls) -> Scan: ...
    @property
    def pages(self) -> int:
        """Pages counted so far; those of no known site do not count."""
    def profile(self) -> bytes:
        """The profile of what was counted, as the content of a profile file."""
    def add_record_batches(self, batches: Any, names: dict[str, str | None]) -> None: ...

def merge_profiles(parts: list[bytes]) -> bytes:
    """Adds profiles of parts up to the profile of the whole, in any order."""
