"""What holds for every page for the browser, whatever it shows."""

import unittest

from driver import Browser
from place import pictures, place

# Contrast of text against what lies behind it, by WCAG 2: the elements below 4.5 (3 for large text).
CONTRAST = """
const parse = (color) => { const n = color.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
const over = ([r, g, b, a], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
const light = (rgb) => { const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ground = (e) => { const layers = []; for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3]) layers.push(c); if (c[3] === 1) break; } return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255]); };
const poor = [];
for (const e of document.body.querySelectorAll('*')) {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  if (!own || !e.checkVisibility() || e.matches('script, noscript, option, :disabled, .hidden-text') || e.closest('noscript')) continue;
  const style = getComputedStyle(e), behind = ground(e);
  let opacity = 1;
  for (let o = e; o; o = o.parentElement) opacity *= getComputedStyle(o).opacity;
  const color = parse(style.color); color[3] *= opacity;
  const [a, b] = [light(over(color, behind)), light(behind)].sort((x, y) => y - x);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const contrast = (a + 0.05) / (b + 0.05);
  if (contrast < (large ? 3 : 4.5)) poor.push(`${contrast.toFixed(2)} ${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`);
}
return poor.slice(0, 10);
"""
UNNAMED = """
return [...document.querySelectorAll('button, select, input, a')].filter((e) => e.checkVisibility() && !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length))).map((e) => e.outerHTML.slice(0, 80));
"""
WIDTHS = {"desk": (1440, 1000), "phone": (375, 800)}


class PageChecks(unittest.TestCase):
    """Tests of one page; a subclass names it."""

    name = None

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser().__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.browser.size(*WIDTHS["desk"])
        self.browser.log("performance")
        self.browser.open(place() / self.name)
        self.assertEqual(self.browser.run("return document.documentElement.dataset.ready"), "true")

    def check_quiet(self):
        """No complaint of the console, no address asked for but the file's own, no script of the page's run."""
        self.assertEqual(self.browser.complaints(), [])
        own = ("file://", "chrome://", "data:", "blob:", "about:")
        self.assertEqual([address for address in self.browser.requests() if not address.startswith(own)], [])
        self.assertIsNone(self.browser.run("return window.harmed ?? null"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, svg, em, iframe, object').length"), 0)

    def check_widths(self, prefix):
        """Nothing sticks out to the side, all text can be read, on a desk and on a phone, light and dark."""
        for scheme in ("light", "dark"):
            self.browser.look(scheme)
            for name, (width, height) in WIDTHS.items():
                self.browser.size(width, height)
                self.browser.run("window.scrollTo(0, 0)")
                with self.subTest(scheme=scheme, width=width):
                    self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), width)
                    self.assertEqual(self.browser.run(CONTRAST), [])
                    self.assertEqual(self.browser.run(UNNAMED), [])
                if pictures():
                    self.browser.picture(pictures() / f"{prefix}-{scheme}-{name}.png", whole=True)
        self.browser.look("light")
