"""A dump of made-up pages, and what the command line makes of it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SITES = [
    ("https://harbour-post.example.com", ["Tides and Times", "Ferries", "Boat Market", "Knots"], "Sign up for the Tide Table"),
    ("https://www.bergblatt.example.de", ["Gipfelbuch", "Hütten", "Wetterkunde", "Seilbahnen"], "Zum Hüttenbrief anmelden"),
    ("https://lavallee.example.fr", ["Le marché", "Vie des hameaux", "Petits trains", "La buvette"], "Recevoir la lettre du hameau"),
]
PLACES = ["Northquay", "Unterbach", "Saint-Aubin", "Old Mill", "Steinach", "Les Granges", "Farrow", "Ost"]
MATTERS = [
    ("bridge", "The old bridge was closed on Monday, because two of its stones had come loose in the flood."),
    ("bakery", "The last bakery of the place has found somebody to take it over, a young couple from the city."),
    ("school", "The school will keep both of its classes, the council decided late at night with one vote."),
    ("orchard", "Nobody had picked the apples of the orchard for years, until the children of the village did."),
]
READERS = ["Anna K.", "tom_reed", "Old Salt", "M. Perret"]


def page(site: int, number: int) -> dict:
    """One page of a site: its frame, an article and, on every other page, a thread."""
    address, menu, appeal = SITES[site]
    place, (matter, sentence) = PLACES[number % len(PLACES)], MATTERS[(number + site) % len(MATTERS)]
    title = f"The {matter} of {place}"
    lines = [*menu, "", title, "", f"{sentence} In {place} this was talked about all day, and few agreed.", ""]
    lines += [f"Those who live near the {matter} say that they had been asking for it since {1950 + number}.", ""]
    if number % 2:
        lines += ["2 Comments", ""]
        for at, reader in enumerate(READERS[:2]):
            lines += [f"{reader} says:", f"May {at + 3}, 2021 at 4:0{at} pm", ""]
            lines += [f"I have walked past that {matter} for years and never thought much of it.", "", "Reply", ""]
    lines += [appeal, "Copyright 2021. All rights reserved."]
    return {
        "id": f"{site}-{number}",
        "url": f"{address}/{matter}/{number}",
        "title": title,
        "text": "\n".join(lines),
        "kept": {"number": number, "tags": [matter, place]},
    }


@pytest.fixture(scope="session")
def pages() -> list[dict]:
    """Thirty pages of three sites."""
    return [page(site, number) for number in range(10) for site in range(len(SITES))]


@pytest.fixture(scope="session")
def dump(pages: list[dict], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file."""
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    path.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def program() -> Path:
    """The command line program; ``PRESSWASH`` names another than the release build."""
    path = Path(os.environ.get("PRESSWASH", ROOT / "target/release/presswash"))
    assert path.is_file(), f"{path} is missing: cargo build --release, or name the program in PRESSWASH"
    return path


def cleaned(program: Path, dump: Path, *options: str) -> dict[str, dict]:
    """What the command line makes of a dump, by id."""
    out = dump.with_suffix(f".{len(options)}.clean.jsonl")
    subprocess.run([program, "clean", dump, "-o", out, "--force", "--quiet", *options], check=True)
    return {record["id"]: record for record in map(json.loads, out.read_text(encoding="utf-8").splitlines())}


@pytest.fixture(scope="session")
def plain(program: Path, dump: Path) -> dict[str, dict]:
    """The records of the command line."""
    return cleaned(program, dump)


@pytest.fixture(scope="session")
def with_sites(program: Path, dump: Path) -> dict[str, dict]:
    """The same, knowing what the sites repeat."""
    return cleaned(program, dump, "--sites", "auto")


def bare(value: object) -> object:
    """A value without members that are null or empty: a column has all of them, a record only those that are there."""
    if isinstance(value, dict):
        return {name: inner for name, inner in ((n, bare(v)) for n, v in value.items()) if inner not in (None, [], {}, False)}
    return [bare(inner) for inner in value] if isinstance(value, list) else value


# What records say of the JSON that they were read from.
OF_JSON = {"text_field", "added", "replaced"}


def account(info: dict) -> object:
    """What was done to a page, whatever it was read from."""
    return bare({name: value for name, value in info.items() if name not in OF_JSON})


def assert_same(rows: list[dict], records: dict[str, dict]) -> None:
    """Rows hold what the command line's records hold."""
    assert sorted(row["id"] for row in rows) == sorted(records)
    for row in rows:
        record = records[row["id"]]
        assert row["text"] == record["text"]
        assert bare(row["comments"]) == bare(record["comments"])
        assert account(json.loads(row["presswash"])) == account(record["presswash"])
        assert row["url"] == record["url"]

