"""Single pages, settings and pickles."""

import doctest
import pickle
import threading

import presswash
import pytest
from conftest import account, bare, page
from presswash import Cleaner


def test_a_page_is_divided_without_loss():
    text = page(0, 1)["text"]
    cleaned = presswash.clean(text, "https://harbour-post.example.com/a")
    assert "The old bridge" in cleaned.text or "The last bakery" in cleaned.text
    assert [comment.author for comment in cleaned.comments] == ["Anna K.", "tom_reed"]
    assert cleaned.comments[0].date == "2021-05-03T16:00:00"
    assert "never thought much" in text[cleaned.comments[1].start : cleaned.comments[1].end]
    for removed in cleaned.removed:
        assert removed.text == text[removed.start : removed.end]
    assert sum(removed.end - removed.start for removed in cleaned.removed) == cleaned.info["chars_removed"]
    assert "copyright" in {removed.kind for removed in cleaned.removed}


def test_pages_come_out_as_from_the_command_line(pages, plain):
    for made in pages:
        cleaned = presswash.clean(made["text"], made["url"], id=made["id"], title=made["title"])
        record = plain[made["id"]]
        assert cleaned.text == record["text"]
        assert bare(cleaned.record()["comments"]) == bare(record["comments"])
        assert account(cleaned.info) == account(record["presswash"])


def test_places_are_counted_in_characters():
    text = "\U0001f34e Äpfel\n\n" + page(1, 2)["text"]
    for removed in presswash.clean(text).removed:
        assert removed.text == text[removed.start : removed.end]


def test_modes_and_rules_change_what_is_kept(tmp_path):
    with pytest.raises(ValueError, match="careful"):
        Cleaner(mode="careful")
    rules = tmp_path / "own.toml"
    rules.write_text(
        '[set]\nid = "own"\nabout = "Of this test."\n[[rule]]\nid = "own-mark"\nlabel = "chrome"\nkind = "other"\n'
        'reason = "A mark"\nwhere = "line"\nstrength = "sure"\nlangs = ["en"]\nphrases = ["those who live near the orchard"]\n'
        'hits = ["Those who live near the orchard"]\nmisses = ["They live near."]\n'
    )
    text = page(0, 3)["text"] + "\nThose who live near the orchard"
    assert "own-mark" in {removed.rule for removed in Cleaner(rules=[rules]).clean(text).removed}
    with pytest.raises(OSError, match="missing.model"):
        Cleaner(model=tmp_path / "missing.model")


def test_a_cleaner_is_pickled_as_its_settings():
    cleaner = Cleaner(mode="recall", disable_rules=["en-nav-menu"])
    pickled = pickle.dumps(cleaner)
    assert len(pickled) < 1000
    again = pickle.loads(pickled)
    assert again.settings() == cleaner.settings()
    assert again.clean("Rain again.").text == "Rain again."
    assert repr(again) == "Cleaner(disable_rules=['en-nav-menu'], mode='recall')"


def test_threads_share_a_cleaner(pages):
    cleaner, texts = Cleaner(), {}
    work = [threading.Thread(target=lambda p=p: texts.__setitem__(p["id"], cleaner.clean(p["text"]).text)) for p in pages]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert texts == {made["id"]: cleaner.clean(made["text"]).text for made in pages}


def test_representations_are_short():
    cleaned = presswash.clean(page(0, 1)["text"])
    assert repr(cleaned).startswith("Cleaned(text='The ") or repr(cleaned).startswith('Cleaned(text="The ')
    assert len(repr(cleaned)) < 200
    assert "Anna K." in repr(cleaned.comments[0])
    assert dict(cleaned.__rich_repr__())["confidence"] == cleaned.confidence
    assert "by=" in repr(cleaned.removed[0])


def test_examples_of_the_docstrings_hold():
    assert doctest.testmod(presswash).failed == 0
    assert doctest.testmod(presswash).attempted > 5
