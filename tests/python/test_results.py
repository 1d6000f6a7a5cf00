# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""How results show themselves: charts, and HTML for notebooks."""
import html.parser
import sys

import iter8
import pytest
from test_simulation import BROKEN


@pytest.fixture
def results(text):
    experiment = iter8.Experiment.from_yaml(text.replace("name: checkout", "name: a<b"))
    return (iter8.run(experiment, iter8.scripted({"error-rate": {"v1": None, "v2": 0.001}})),
            iter8.simulate(text, BROKEN, runs=20))


class Outline(html.parser.HTMLParser):
    """The cells of all tables, the pictures, and whether all tags are closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.cells, self.pictures = [], [], 0
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.pictures += 1
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells.append(data)


def test_a_rollout_is_a_table_and_a_chart(results):
    pytest.importorskip("matplotlib")
    outline = Outline(results[0]._repr_html_())
    assert outline.pictures == 1
    assert outline.cells[:6] == ["iteration", "v1, %", "v2, %", "winner", "error-rate, v1",
                                 "error-rate, v2"]
    assert outline.cells[6:11] == ["1", "90", "10", "v2", "0.001"]
    assert "a&lt;b" in results[0]._repr_html_()


def test_a_simulation_is_a_table_and_a_chart(results):
    pytest.importorskip("matplotlib")
    outline = Outline(results[1]._repr_html_())
    assert outline.pictures == 1 and "rolled back" in outline.cells and "<= 0.05" in outline.cells


def test_plots_draw_what_was_decided(results):
    pytest.importorskip("matplotlib")
    figure = results[0].plot()
    weights, errors = figure.axes
    assert {line.get_label(): list(line.get_ydata())[:3] for line in weights.lines} == {
        "v1": [90, 80, 70], "v2": [10, 20, 30]}
    assert [line.get_ydata()[0] for line in errors.lines][-1] == 0.01  # the limit
    assert len(results[1].plot().axes) == 2
    assert "matplotlib.pyplot" not in sys.modules


def test_without_matplotlib_there_is_a_table_and_a_clear_error(results, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    for result in results:
        assert Outline(result._repr_html_()).pictures == 0
        with pytest.raises(ImportError, match=r"iter8\[plot\]"):
            result.plot()


def test_results_say_in_one_line_what_they_are(results):
    assert repr(results[0]) == "<iter8.Rollout of 'a<b', 10 iterations, recommends v2>"
    assert repr(results[1]).startswith("<iter8.SimulationResult of 'broken', 20 runs, promoted ")


def test_pages_are_complete_in_themselves(results):
    experiment = iter8.Experiment.from_yaml(results[0].experiment.to_yaml(), history=3)
    for page in (results[0].to_html(), results[1].to_html(), experiment.to_html(),
                 iter8.report(results[0].log[:-5])):
        assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
        assert "<svg" in page and "<script" not in page and "a<b" not in page
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.report("{}\n")
    assert caught.value.code is iter8.Code.KIND
