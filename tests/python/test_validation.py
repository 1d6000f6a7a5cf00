# SPDX-License-Identifier: Apache-2.0
"""iter8.validate says what iter8ctl validate says."""
import pytest

import iter8
from iter8 import Origin, Severity

HEAD = "apiVersion: iter8.tools/v2alpha2\n"
EXPERIMENT = HEAD + """\
kind: Experiment
metadata: {name: small}
spec:
  target: app
  strategy: {testingPattern: Canary}
  criteria:
    objectives:
    - {metric: errors, upperLimit: "0.01"}
  versionInfo:
    baseline:
      name: old
      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: .old}
    candidates:
    - name: new
      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: .new}
"""
METRIC = HEAD + "kind: Metric\nmetadata: {name: errors}\nspec: {mock: [{name: old, level: 1}]}\n"
ROUTE = "apiVersion: v1\nkind: Route\nmetadata: {name: r}\nold: 100\nnew: 0\n"


def texts(*args, **options):
    return [str(problem) for problem in iter8.validate(*args, **options)]


def test_what_is_right_has_no_problems():
    for source in (EXPERIMENT, METRIC, ROUTE, [EXPERIMENT, METRIC, ROUTE],
                   "---\n".join((EXPERIMENT, METRIC, ROUTE))):
        assert iter8.validate(source) == ()


@pytest.mark.parametrize("source, words", [
    ("", "there is no document"),
    ("# nothing\n", "there is no document"),
    ([], "there is no document"),
    ("hello", "a mapping is wanted, not a text"),
    ("17", "a mapping is wanted"),
    ("[]", "a mapping is wanted, not a list"),
    ("a: [", "1:"),
    ("{}", "kind: required field is missing"),
    (HEAD + "kind: Experimant\n", "did you mean Experiment?"),
    ("apiVersion: iter8.tool/v2alpha2\nkind: Metrik\n", "did you mean Metric?"),
    ("apiVersion: v1\nkind: Experiment\n", "iter8.tools/v2alpha2 is wanted, not v1"),
    ("kind: Route\n", "apiVersion: required field is missing"),
    ("kind: List\n", "a List needs items"),
    ("kind: List\nitems: []\n", "there is no document"),
    ({"kind": "List", "items": [{"kind": "Experiment"}]}, "apiVersion: required"),
    ([EXPERIMENT, EXPERIMENT], "the Experiment small is given twice"),
    ([METRIC, METRIC], "the Metric errors is given twice"),
    ([EXPERIMENT, METRIC.replace("errors", "eror")], "none of the Metrics that are given is"),
    ([EXPERIMENT, ROUTE.replace("new: 0", "")], "there is no such field"),
    (EXPERIMENT.replace("upperLimit", "upperLimmit"), "did you mean upperLimit?"),
])
def test_a_mistake_is_told(source, words):
    found = iter8.validate(source)
    assert any(words in str(problem) for problem in found), found
    assert any(problem.severity is Severity.ERROR for problem in found)


def test_strict_makes_warnings_errors_here_and_where_an_experiment_is_read():
    odd = EXPERIMENT + "odd: 1\n"
    assert [p.severity for p in iter8.validate(odd)] == [Severity.WARNING]
    assert [p.severity for p in iter8.validate(odd, strict=True)] == [Severity.ERROR]
    assert len(iter8.Experiment.from_yaml(odd).problems) == 1
    with pytest.raises(iter8.InvalidError, match="odd: unknown field"):
        iter8.Experiment.from_yaml(odd, strict=True)
    with pytest.raises(iter8.InvalidError, match="unknown field"):
        iter8.Experiment.from_yaml(EXPERIMENT, strict=True,
                                   metrics=METRIC.replace("mock", "colour: red, mock"))
    with pytest.raises(iter8.InvalidError, match="odd"):
        iter8.Experiment.from_yaml(EXPERIMENT, strict=True, defaults={
            "metadata": {"annotations": {"iter8.tools/odd": "1"}}})


def test_a_list_is_looked_into():
    tree = iter8.Document.from_yaml(EXPERIMENT).to_dict()
    nested = {"kind": "List", "items": [{"kind": "List", "items": [tree]}]}
    assert iter8.Experiment.from_dict(nested).name == "small"
    with pytest.raises(iter8.InvalidError, match="one document is wanted, and there are 2"):
        iter8.Document.from_dict({"kind": "List", "items": [tree, tree]})


def test_defaults_are_checked_once_and_their_problems_are_marked(tmp_path):
    defaults = "metadata: {annotations: {iter8.tools/odd: '1'}}\n"
    problems = iter8.validate([EXPERIMENT, EXPERIMENT.replace("small", "other")],
                              defaults=defaults)
    assert [p.origin for p in problems] == [Origin.DEFAULTS]
    assert str(problems[0]).startswith("defaults: 1:43: warning: metadata.annotations")
    experiment = iter8.Experiment.from_yaml(EXPERIMENT, defaults=defaults)
    assert experiment.problems == problems
    path = tmp_path / "e.yaml"
    path.write_text(EXPERIMENT)
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_file(path, defaults="kind: Metric\n")
    assert str(caught.value) == "defaults: 1:7: kind: Experiment is wanted, not Metric"
    assert "Metric" in texts(EXPERIMENT, defaults="kind: Metric\n")[0]
