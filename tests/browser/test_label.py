"""The page in which gold is marked."""

import json
import pathlib
import unittest

from checks import PageChecks
from driver import until
from place import place, pictures, presswash

MARKS = "return [...document.querySelectorAll('#lines li')].map((e) => e.firstChild.textContent)"


class Label(PageChecks):
    name = "label.html"

    def setUp(self):
        super().setUp()
        self.browser.run("document.getElementById('clear').click()")

    def test_it_opens_in_silence(self):
        self.check_quiet()

    def test_it_fits_desk_and_phone_light_and_dark(self):
        self.check_widths("label")

    def test_keys_mark_lines_and_undo_takes_back(self):
        browser = self.browser
        before = browser.run(MARKS)
        browser.run("document.querySelector('#lines [tabindex=\"0\"]').focus()")
        browser.press("t", "a")
        self.assertEqual(browser.run(MARKS)[:2], ["headline", "article"])
        browser.press("home", "shift+down", "x")
        self.assertEqual(browser.run(MARKS)[:2], ["-", "-"])
        browser.press("u", "u", "u")
        self.assertEqual(browser.run(MARKS), before)

    def test_marks_outlive_a_reload(self):
        browser = self.browser
        browser.run("document.querySelector('#lines [tabindex=\"0\"]').focus()")
        browser.press("h")
        marked = browser.run(MARKS)
        self.assertEqual(marked[0], "author")

        def kept():
            browser.reload()
            return browser.run(MARKS) == marked

        # The browser puts off what it stores; a page loaded at once may not see it yet.
        self.assertTrue(until(kept), browser.run(MARKS))

    def test_the_download_is_gold(self):
        browser = self.browser
        self.assertTrue(browser.run("return document.getElementById('download').disabled"))
        browser.run("document.querySelector('#lines [tabindex=\"0\"]').focus()")
        for _ in range(6):
            browser.press("d")
        if pictures():
            browser.picture(pictures() / "label-done.png")
        browser.click("#download")
        gold = pathlib.Path(browser.downloads.name) / "gold.jsonl"
        self.assertTrue(until(gold.exists), "nothing was downloaded")
        records = [json.loads(line) for line in gold.read_text(encoding="utf-8").strip().split("\n")]
        self.assertEqual(len(records), 6)
        for record in records:
            self.assertLessEqual({"id", "text", "main", "comments"}, set(record))
            self.assertTrue(all(set(comment) <= {"author", "text"} for comment in record["comments"]))
        # Unmarked by hand, gold is what the program does: the measure finds no fault with it.
        figures = json.loads(presswash("eval", gold, "--json", "-"))
        self.assertEqual(figures["groups"][0]["pages"], 6)
        presswash("train", gold, "-o", place() / "gold.model", "--epochs", "1", "--made", "0", "--force")


del PageChecks

if __name__ == "__main__":
    unittest.main()
