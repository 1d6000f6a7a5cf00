# SPDX-License-Identifier: Apache-2.0
"""Looks at reports in a browser: test_pages.py ITER8CTL [test...]"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
SKIPPED = 77
HOSTILE = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: '<script>window.bad = 1</script>', namespace: '"><img src=http://127.0.0.1:9/x>'}
spec:
  target: '</title><script>window.bad = 2</script>'
  criteria: {objectives: [{metric: "'><svg onload='window.bad = 3'>", upperLimit: 1}]}
  strategy: {testingPattern: Canary}
  versionInfo: {baseline: {name: 'a" onmouseover="x'}, candidates: [{name: LONG}]}
status:
  completedIterations: 1
  analysis:
    aggregatedMetrics:
      data:
        "'><svg onload='window.bad = 3'>": {data: {'a" onmouseover="x': {value: 2e12}}}
""".replace("LONG", "'<b>" + "very-long-name" * 20 + "'")

# The ratio of lightness between a text and what is behind it, as WCAG 2 defines it; the lowest.
CONTRAST = """(() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => parse(c).slice(0, 3).map(v => v / 255).map(
      v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (parse(c)[3] !== 0) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  let worst = [99, ''];
  for (const e of document.querySelectorAll('body *')) {
    const text = [...e.childNodes].filter(n => n.nodeType == 3 && n.data.trim()).length;
    if (!text || e.closest('title, defs')) continue;
    const style = getComputedStyle(e);
    const a = light(e instanceof SVGElement ? style.fill : style.color), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 100)];
  }
  return worst;
})()"""

# Words of which a part stands in the next line. Names may be broken at / - _ . : and before capitals.
BROKEN = """(() => {
  const broken = [], walker = document.createTreeWalker(
      document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (node.parentElement.closest('svg, details')) continue;
    for (const part of node.data.matchAll(/[A-Z]?[a-z]+|[A-Z]+|[0-9.]+/g)) {
      const range = document.createRange();
      range.setStart(node, part.index);
      range.setEnd(node, part.index + part[0].length);
      const tops = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
      if (tops.size > 1) broken.push(part[0]);
    }
  }
  return broken;
})()"""

# Where the marks of a series stand in the chart with a number, in dots of the page.
MARKS = """[...document.querySelectorAll('.plot')[%d].querySelectorAll('use[href="#m%d"]')].map(
  u => { const r = u.getBoundingClientRect();
         return [r.x + r.width / 2, r.y + r.height / 2 + scrollY]; })"""
BOX = """(r => [r.x, r.y + scrollY, r.width, r.height])(
  document.querySelectorAll('.plot')[%d].getBoundingClientRect())"""
COLOUR = "getComputedStyle(document.querySelector('%s')).color.match(/\\d+/g).map(Number)"
CELLS = """[...document.querySelectorAll('#%s ~ details')][%d].querySelectorAll('tbody tr')"""


EXPERIMENT = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: e}
spec:
  target: t
  strategy: {testingPattern: Canary}
  criteria:
    objectives: [{metric: m, upperLimit: "0.01", rollback_on_failure: true}]
    strength: {budgets: [{consecutiveFailures: 4}]}
  duration: {intervalSeconds: 10, iterationsPerLoop: 8}
  versionInfo: {baseline: {name: old}, candidates: [{name: new}]}
---
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: m}
spec: {mock: [{name: old, level: "0.001"}, {name: new, level: "0.5"}]}
"""


def make_rollback(program, folder, log):
    """A decision log of a rollback after four failures."""
    (folder / "e.yaml").write_text(EXPERIMENT)
    subprocess.run([program, "run", "--virtual-time", "-f", folder / "e.yaml", "--log", log],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Pages(unittest.TestCase):
    program = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.pages = {}
        hostile = pathlib.Path(folder.name) / "hostile.yaml"
        hostile.write_text(HOSTILE)
        rolled_back = pathlib.Path(folder.name) / "rolled-back.log"
        make_rollback(cls.program, pathlib.Path(folder.name), rolled_back)
        for name, source in (("rollout", GOLDEN / "report/rollout.log"), ("rollback", rolled_back),
                             ("policy", GOLDEN / "report/policy.json"),
                             ("last", GOLDEN / "describe/ab.yaml"), ("hostile", hostile)):
            cls.pages[name] = pathlib.Path(folder.name) / (name + ".html")
            subprocess.run([cls.program, "report", "-f", source, "-o", cls.pages[name]], check=True)
        cls.browser = chromium.Browser()
        cls.addClassCleanup(cls.browser.close)

    def each(self, **options):
        """Opens one page after the other."""
        for name in self.pages:
            self.open(name, **options)
            yield name

    def open(self, name, **options):
        self.shown = f"{name} {options}"
        self.browser.open(self.pages[name], **options)

    def _formatMessage(self, msg, standardMsg):
        return f"{self.shown}: " + super()._formatMessage(msg, standardMsg)

    def picture_of(self, chart):
        """A chart with what stands around it."""
        left, top, width, height = self.browser.value(BOX % chart)
        return self.browser.picture((left - 20, top - 20, width + 40, height + 40))

    def open_details(self):
        self.browser.value("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    def test_nothing_is_loaded_and_nothing_complains(self):
        for name in self.each():
            self.open_details()
            self.browser.picture()
            asked = {event["request"]["url"] for event in
                     self.browser.of("Network.requestWillBeSent")}
            self.assertEqual(asked, {"file://" + str(self.pages[name])})
            self.assertEqual(self.browser.of("Runtime.consoleAPICalled", "Log.entryAdded",
                                             "Runtime.exceptionThrown",
                                             "Page.javascriptDialogOpening"), [])

    def test_names_stay_text(self):
        self.open("hostile")
        self.assertIsNone(self.browser.value("window.bad"))
        self.assertEqual(self.browser.value(
            "document.querySelectorAll('script, img, [onload], [onmouseover]').length"), 0)
        self.assertEqual(self.browser.value("document.title"), "<script>window.bad = 1</script>")
        self.assertEqual(self.browser.value("document.querySelector('h1').textContent"),
                         "<script>window.bad = 1</script>")

    def test_every_chart_has_a_label_and_a_table(self):
        for _ in self.each():
            charts = self.browser.value(
                "[...document.querySelectorAll('figure')].map(f => [f.querySelector("
                "'[role=img]').getAttribute('aria-label'), f.nextElementSibling.tagName,"
                " f.nextElementSibling.querySelectorAll('table tbody tr').length])")
            self.assertGreater(len(charts), 0)
            for label, sibling, rows in charts:
                self.assertGreater(len(label), 10)
                self.assertEqual(sibling, "DETAILS")
                self.assertGreater(rows, 0)
            self.assertEqual(self.browser.value(
                "document.querySelectorAll('table:not(:has(caption)), th:not([scope])').length"), 0)

    def test_screen_reader_is_told_names(self):
        for _ in self.each():
            self.open_details()
            names = self.browser.names()
            for role in ("image", "img", "table", "columnheader", "rowheader", "heading",
                         "region", "article"):
                unnamed = [node for node in names if node[0] == role and not node[1].strip()]
                self.assertEqual(unnamed, [])
            roles = {role for role, _ in names}
            self.assertLessEqual({"table", "columnheader", "rowheader", "heading", "main"}, roles)
            self.assertTrue(roles & {"image", "img"})

    def test_headings_skip_no_level(self):
        for _ in self.each():
            levels = self.browser.value(
                "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
            self.assertEqual(levels[0], 1)
            self.assertEqual(levels.count(1), 1)
            for before, after in zip(levels, levels[1:]):
                self.assertLessEqual(after, before + 1)

    def test_nothing_is_wider_than_a_phone(self):
        for width in (360, 1280):
            for _ in self.each(width=width):
                self.open_details()
                self.assertLessEqual(
                    self.browser.value("document.documentElement.scrollWidth"), width)

    def test_text_stands_out_in_light_and_dark(self):
        for dark in (False, True):
            for _ in self.each(dark=dark):
                self.open_details()
                ratio, text = self.browser.value(CONTRAST)
                self.assertGreaterEqual(ratio, 4.5, text)

    def test_dark_is_dark(self):
        for _ in self.each(dark=False):
            self.assertGreater(min(self.browser.picture().at(3, 3)), 220)
        for _ in self.each(dark=True):
            self.assertLess(max(self.browser.picture().at(3, 3)), 40)

    def test_paper_shows_tables_and_is_light(self):
        for _ in self.each(dark=True, media="print"):
            self.assertEqual(self.browser.value(
                "[...document.querySelectorAll('details table')].filter("
                "t => !t.checkVisibility()).length"), 0)
            self.assertEqual(self.browser.value("getComputedStyle(document.body).backgroundColor"),
                             "rgb(255, 255, 255)")

    def cells(self, section, table):
        """The texts of a table's body, row by row."""
        return self.browser.value(f"[...{CELLS % (section, table)}].map("
                                  "r => [...r.children].map(c => c.textContent))")

    def test_weights_stand_where_the_table_says(self):
        for dark in (False, True):
            self.open("rollout", dark=dark)
            picture = self.picture_of(0)
            rows = self.cells("traffic", 0)
            left, top, width, height = self.browser.value(BOX % 0)
            colour = self.browser.value(COLOUR % ".s1")
            marks = self.browser.value(MARKS % (0, 1))
            self.assertEqual(len(marks), len(rows))
            self.assertEqual(marks, sorted(marks))
            for (x, y), row in zip(marks, rows):
                weight = int(re.match(r"\d+", row[3]).group())
                self.assertAlmostEqual(y, top + height * (100 - weight) / 100, delta=1.5)
                self.assertTrue(picture.near(x, y, colour), row)

    def test_shares_of_traffic_lie_on_each_other(self):
        """The candidate's area is below, the baseline's above, and neither shines through."""
        self.open("rollout")
        picture = self.picture_of(0)
        _, top, _, height = self.browser.value(BOX % 0)
        marks = self.browser.value(MARKS % (0, 1))
        seen = 0
        for (x, y), (after, _) in zip(marks, marks[1:]):
            middle = (x + after) / 2 + 3
            above, below = picture.at(middle, top + 8), picture.at(middle, top + height - 4)
            if 20 < y - top < height - 20:
                self.assertGreater(above[2] - above[0], 30)
                self.assertGreater(below[0] - below[2], 30)
                seen += 1
        self.assertGreater(seen, 3)

    def test_tables_that_are_open_show_all_their_columns(self):
        for width in (360, 768, 1280):
            for name in self.each(width=width):
                if name == "hostile":
                    continue
                self.assertEqual(self.browser.value(
                    "[...document.querySelectorAll('.scroll')].filter("
                    "s => !s.closest('details') && s.scrollWidth > s.clientWidth).length"), 0)

    def test_words_are_broken_between_their_parts_only(self):
        for width in (360, 1280):
            for _ in self.each(width=width):
                self.assertEqual(self.browser.value(BROKEN), [])

    def test_rows_of_a_phone_name_their_values(self):
        self.open("policy", width=360)
        labels = self.browser.value(
            "[...document.querySelectorAll('.stack td[data-of]')].map("
            "c => getComputedStyle(c, '::before').content)")
        self.assertIn("Wanted: ", {label.replace('"', "") for label in labels})
        roles = {role for role, _ in self.browser.names()}
        self.assertLessEqual({"table", "rowheader"}, roles)

    def test_axes_of_time_have_ticks_that_do_not_touch(self):
        for width in (360, 1280):
            self.open("rollout", width=width)
            ticks = self.browser.value(
                "[...document.querySelectorAll('.plot')[0].querySelectorAll('.x')].map("
                "t => t.getBoundingClientRect()).filter(r => r.width > 0).map("
                "r => [r.left, r.right])")
            self.assertGreaterEqual(len(ticks), 3)
            for (_, right), (left, _) in zip(ticks, ticks[1:]):
                self.assertLess(right, left)

    def test_intervals_and_events_say_what_they_are(self):
        self.open("rollout")
        self.assertIn("95 % interval", self.browser.value(
            "document.querySelector('#metrics ~ figure figcaption').textContent"))
        self.assertEqual(self.browser.value(
            "document.querySelector('.event text').textContent"), "WeightsChanged")
        self.open("policy")
        self.assertIn("99 % interval", self.browser.value(
            "document.querySelector('.bars p').textContent"))

    def test_a_rollback_is_marked_where_it_was_decided(self):
        self.open("rollback")
        labels = self.browser.value(
            "[...document.querySelectorAll('.event text')].map(t => t.textContent)")
        self.assertEqual(labels, ["rolled back"])
        self.assertIn("Rolled back: keep ", self.browser.value(
            "document.querySelector('.lead').textContent"))

    def test_head_says_what_is_to_be_done(self):
        self.open("rollout")
        self.assertIn("Completed: keep current.", self.browser.value(
            "document.querySelector('.lead').textContent"))

    def test_single_values_are_bars_with_their_limits(self):
        self.open("last")
        self.assertEqual(self.browser.value("document.querySelectorAll('.plot').length"), 0)
        self.assertGreater(self.browser.value(
            "document.querySelectorAll('.levels line.limit').length"), 0)

    def test_values_stand_above_or_below_the_limit_and_bad_ones_are_crossed(self):
        self.open("rollout")
        picture = self.picture_of(1)
        rows = self.cells("metrics", 0)
        limit = self.browser.value(
            "(r => r.y + scrollY)(document.querySelector('line.limit').getBoundingClientRect())")
        bad = self.browser.value(COLOUR % ".bad")
        crossed = 0
        for series in (0, 1):
            marks = self.browser.value(MARKS % (1, series))
            self.assertEqual(len(marks), len(rows))
            for (x, y), row in zip(marks, rows):
                is_bad = "not met" in row[2 + series]
                self.assertEqual(y < limit, is_bad, row)
                self.assertEqual(picture.near(x, y, bad, 1), is_bad, row)
                crossed += is_bad
        self.assertGreater(crossed, 0)
        self.assertTrue(picture.near(*marks[-1], bad, 1))
        left, _, width, _ = self.browser.value(BOX % 1)
        self.assertTrue(picture.near(left + width / 2, limit, bad))

    def test_bands_reach_from_the_least_weight_to_the_greatest(self):
        self.open("policy")
        picture = self.picture_of(0)
        left, top, width, height = self.browser.value(BOX % 0)
        rows = self.browser.value(
            "[...document.querySelector('.plot').closest('section').querySelectorAll('tbody tr')]"
            ".map(r => [...r.children].map(c => parseFloat(c.textContent)))")
        row = max(rows, key=lambda row: row[3] - row[1])
        iteration, least, _, median, _, greatest, _ = row
        self.assertGreater(median - least, 8)

        def shade(weight):
            red, _, blue = picture.at(left + width * iteration / (len(rows) + 0.5),
                                      top + height * (100 - weight) / 100)
            return red - blue

        self.assertGreater(shade((least + median) / 2), 5)
        self.assertEqual(shade(greatest + 8), 0)
        self.assertEqual(shade(least - 2), 0)

    def test_bars_are_as_long_as_the_table_says(self):
        self.open("policy")
        bars = self.browser.value(
            "[...document.querySelector('.bars').querySelectorAll('svg')].map(s => [...s."
            "querySelectorAll('rect')].map(r => r.getBoundingClientRect().width))")
        rows = self.browser.value(
            "[...document.querySelector('.bars').closest('section').querySelectorAll('tbody tr')]"
            ".map(r => parseFloat(r.children[2].textContent))")
        self.assertEqual(len(bars), len(rows))
        for (whole, part), share in zip(bars, rows):
            self.assertAlmostEqual(part, whole * share / 100, delta=1)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: " + sys.argv[0] + " ITER8CTL [TEST...]")
    if chromium.find() is None:
        print("there is no Chromium")
        sys.exit(SKIPPED)
    Pages.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
