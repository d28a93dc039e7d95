"""The report of a run."""

import json
import unittest

from checks import PageChecks, WIDTHS
from place import HARM, audit, originals, pictures, place

SHOWN = "return [...document.querySelectorAll('#viewer .lines li')].map((e) => [e.firstChild.textContent, e.lastChild.textContent, e.className])"
ACTIVE = "const e = document.activeElement; return [e.tagName, e.id, e.textContent.slice(0, 60)]"


class Report(PageChecks):
    name = "report.html"

    def data(self):
        return json.loads(self.browser.run("return document.getElementById('data').textContent"))

    def open_page(self, page):
        self.browser.run("openPage(arguments[0])", page)
        self.settle()

    def settle(self):
        """Waits until what was put off to the next turn is done."""
        self.browser.run("return new Promise((done) => setTimeout(done, 30))")

    def test_it_opens_in_silence(self):
        self.check_quiet()
        self.assertIn("pages with", self.browser.run("return document.getElementById('lead').textContent"))

    def test_it_fits_desk_and_phone_light_and_dark(self):
        self.check_widths("report")

    def test_scraped_markup_is_text(self):
        data = self.data()
        at = next(i for i, view in enumerate(data["views"]) if view["id"].startswith("harm"))
        self.open_page(at)
        for selector in ("#viewer .lines", "#viewer .result", "#viewer header"):
            self.assertIn(HARM.strip(), self.browser.run("return document.querySelector(arguments[0]).textContent", selector))
        self.browser.run("for (const e of document.querySelectorAll('details')) e.open = true")
        self.assertIn("not JSON", self.browser.run("return document.getElementById('quarantine').textContent"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('a:not([href^=\"#\"])').length"), 0)
        self.check_quiet()

    def test_the_lines_are_those_of_the_audit(self):
        labels, texts = audit(), originals()
        data = self.data()
        compared = 0
        for at, view in enumerate(data["views"]):
            whole = "".join(line[0] for line in view["lines"])
            if view["id"] not in texts or view.get("cut"):
                continue
            self.assertEqual(whole, texts[view["id"]], view["id"])
            self.open_page(at)
            shown = self.browser.run(SHOWN)
            self.assertEqual(len(shown), len(view["lines"]))
            character = 0
            for (text, label, *_), (line, _, style) in zip(view["lines"], shown):
                part, name = labels[view["id"]][character].split("__")
                label = data["labels"][label]
                self.assertEqual(line.strip(), text.strip())
                self.assertEqual((label["part"], label["kind"] or label["name"].removeprefix("comment_")), (part, name))
                self.assertIn(part, style.split())
                character += len(text)
                compared += 1
        self.assertGreater(compared, 200)

    def test_the_result_is_the_record(self):
        records = {}
        for line in (place() / "clean.jsonl").read_text(encoding="utf-8").strip().split("\n"):
            record = json.loads(line)
            records[str(record["id"])] = record
        for at, view in enumerate(self.data()["views"]):
            if view.get("cut") or view["id"] not in records:
                continue
            record = records[view["id"]]
            self.open_page(at)
            shown = self.browser.run("const r = document.querySelector('#viewer .result'); return [r.querySelector('.body')?.textContent ?? '', [...r.querySelectorAll('.said')].map((e) => e.textContent), [...r.querySelectorAll('.thread li')].map((e) => { let n = -1; for (let o = e; o && o !== r; o = o.parentElement) n += o.tagName === 'OL'; return n; })]")
            self.assertEqual(shown[0], record["text"])
            # Answers stand below their parents, so that the order on the screen is that of the tree.
            self.assertEqual(sorted(shown[1]), sorted(comment["text"] for comment in record["comments"]))
            self.assertEqual(sorted(shown[2]), sorted(comment["depth"] for comment in record["comments"]))

    def test_filters_leave_the_pages_that_fit(self):
        data = self.data()
        browser = self.browser
        found = lambda: [int(at) for at in browser.run("return [...document.querySelectorAll('#picker button')].map((e) => e.dataset.at)")]
        everything = found()
        self.assertEqual(sorted(everything), list(range(len(data["views"]))))
        kind = browser.run("return [...document.getElementById('filter-kind').options].at(-1).value")
        browser.choose("#filter-kind", kind)
        fits = lambda view: any(line[1] == int(kind) for line in view["lines"])
        self.assertEqual(sorted(found()), [at for at, view in enumerate(data["views"]) if fits(view)])
        self.assertTrue(browser.run("return document.querySelectorAll('#viewer .hit').length > 0"))
        browser.choose("#filter-kind", "")
        rule = browser.run("return document.getElementById('filter-rule').options[1].value")
        browser.choose("#filter-rule", rule)
        self.assertEqual(sorted(found()), [at for at, view in enumerate(data["views"]) if any(line[3] == rule for line in view["lines"])])
        browser.choose("#filter-rule", "")
        browser.choose("#filter-site", "coast.example")
        self.assertEqual(sorted(found()), [at for at, view in enumerate(data["views"]) if view["site"] == "coast.example"])
        browser.choose("#filter-site", "")
        browser.choose("#filter-to", "0.95")
        self.assertEqual(sorted(found()), [at for at, view in enumerate(data["views"]) if (view["confidence"] or 0) <= 0.95])
        browser.choose("#filter-from", "1")
        self.assertEqual(found(), [])
        self.assertIn("No page fits", browser.run("return document.getElementById('viewer').textContent"))
        browser.click("#filters button")
        self.settle()
        self.assertEqual(found(), everything)

    def test_the_reason_follows_mouse_and_keyboard(self):
        browser = self.browser
        why = lambda: browser.run("return document.querySelector('#viewer .why').textContent")
        at = next(i for i, view in enumerate(self.data()["views"]) if any(line[3] == "share-bars-share-on" for line in view["lines"]))
        self.open_page(at)
        browser.run("document.querySelector('#viewer').scrollIntoView()")
        browser.hover("#viewer .lines li")
        first = why()
        self.assertRegex(first, "Kept|Moved|Removed")
        browser.run("document.querySelector('#viewer .lines [tabindex=\"0\"]').focus()")
        said = set()
        for _ in range(len(browser.run(SHOWN))):
            said.add(why())
            browser.press("down")
        self.assertTrue(any("Rule share-bars-share-on" in text for text in said), said)
        browser.press("home")
        self.assertEqual(why(), first)

    def test_everything_is_reached_with_the_keyboard(self):
        browser = self.browser
        browser.press("tab")
        self.assertEqual(browser.run(ACTIVE)[2], "Skip to the report")
        browser.press("enter")
        self.assertEqual(browser.run(ACTIVE)[1], "main")
        seen = set()
        for _ in range(400):
            browser.press("tab")
            if browser.run("return document.activeElement === document.body"):
                break
            seen.add(browser.run("const e = document.activeElement; return e.id || e.closest('[id]')?.id || e.tagName"))
            # What has the focus can be seen.
            self.assertTrue(browser.run("const e = document.activeElement; const s = getComputedStyle(e); return s.outlineStyle !== 'none' && e.getBoundingClientRect().width > 0"), seen)
        self.assertLessEqual({"filter-set", "filter-kind", "filter-rule", "filter-site", "filter-from", "picker", "viewer", "rules-table", "sites-table", "doubtful-list"}, seen)

    def test_a_page_opens_from_the_list_of_doubts_without_a_mouse(self):
        browser = self.browser
        browser.run("document.querySelector('#doubtful-list .text').focus()")
        browser.press("enter")
        self.settle()
        self.assertEqual(browser.run("return document.activeElement.id"), "viewer")
        self.assertEqual(browser.run("return browser.at"), self.data()["doubtful"][0][0])
        step = "document.querySelector('#viewer [data-step=\"1\"]')"
        browser.run(f"{step}.focus()")
        browser.press("enter")
        self.assertEqual(browser.run("return browser.at"), browser.run("return browser.found[1]"))

    def test_tables_sort_and_search(self):
        browser = self.browser
        names = lambda: browser.run("return [...document.querySelectorAll('#rules-table tbody .name')].map((e) => e.textContent)")
        browser.run("document.querySelector('#rules-table thead button').click()")
        self.assertEqual(names(), sorted(names()))
        self.assertEqual(browser.run("return document.querySelector('#rules-table th').getAttribute('aria-sort')"), "ascending")
        browser.choose("#rules-table input", "facebook")
        self.assertTrue(0 < len(names()) < len(self.data()["rules"]))

    def test_paper_is_white_and_names_are_on_it(self):
        browser = self.browser
        browser.cdp("Emulation.setEmulatedMedia", {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        self.addCleanup(browser.look, "light")
        self.assertEqual(browser.run("return getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
        seen = "return [...document.querySelectorAll(arguments[0])].every((e) => e.checkVisibility())"
        for selector in ("#labels tbody th button", "#rules-table thead button", "#doubtful-list .name"):
            self.assertTrue(browser.run(seen, selector), selector)
        self.assertFalse(browser.run("return document.querySelector('#filters').checkVisibility()"))
        if pictures():
            browser.picture(pictures() / "report-paper.png", whole=True)

    def test_sites_have_their_templates(self):
        text = self.browser.run("return document.getElementById('sites-table').textContent")
        self.assertIn("Torvel Hanna Ostra", text)

    def test_the_theme_can_be_chosen(self):
        ground = lambda: self.browser.run("return getComputedStyle(document.body).backgroundColor")
        for _ in range(2):
            before = ground()
            self.browser.click("#theme")
        self.assertNotEqual(ground(), before)

    def test_the_pages_stand_side_by_side_on_a_desk_and_below_each_other_on_a_phone(self):
        boxes = "return [...document.querySelectorAll('.sides > div')].map((e) => e.getBoundingClientRect()).map((r) => [r.left, r.top])"
        (left, top), (right, level) = self.browser.run(boxes)
        self.assertTrue(left < right and top == level)
        self.browser.size(*WIDTHS["phone"])
        (left, top), (right, below) = self.browser.run(boxes)
        self.assertTrue(left == right and top < below)
        if pictures():
            for name in ("pages", "viewer", "rules", "sites"):
                self.browser.run("document.documentElement.style.scrollBehavior = 'auto'; document.getElementById(arguments[0]).scrollIntoView()", name)
                self.browser.picture(pictures() / f"report-phone-{name}.png")


class BareReport(PageChecks):
    """Without an audit there are figures and results, but no originals."""

    name = "bare.html"

    def test_it_says_what_is_missing(self):
        self.check_quiet()
        self.assertIn("No audit was given", self.browser.run("return document.getElementById('alarms').textContent"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('#viewer .lines').length"), 0)
        self.assertEqual(self.browser.run("return document.querySelectorAll('#viewer .result').length"), 1)


del PageChecks

if __name__ == "__main__":
    unittest.main()
