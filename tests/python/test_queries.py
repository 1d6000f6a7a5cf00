# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Queries, and secrets that never show."""
import iter8
import pytest

METRIC = """\
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: error-rate, namespace: shop}
spec:
  type: Gauge
  provider: prometheus
  method: GET
  authType: Bearer
  secret: prometheus
  headerTemplates: [{name: Authorization, value: "Bearer ${token}"}]
  urlTemplate: http://prometheus/api/v1/query
  params: [{name: query, value: "errors{version='$name'}[${elapsedTime}s]"}]
  jqExpression: .data.result[0].value[1] | tonumber
"""


@pytest.fixture
def experiment(text):
    return iter8.Experiment.from_yaml(text, metrics=METRIC)


def test_a_query_says_what_is_to_be_sent(experiment):
    query = experiment.query("error-rate", "v2", 0, secrets={"prometheus": {"token": "s3cret"}},
                             elapsed_s=60)
    assert (query.method, query.provider, query.body) == ("GET", "prometheus", None)
    assert query.base_url == "http://prometheus/api/v1/query"
    assert query.params == {"query": "errors{version='v2'}[60s]"}
    assert query.url.startswith(query.base_url + "?query=errors%7B")
    assert query.headers["Authorization"] == "Bearer s3cret"
    assert query.jq == ".data.result[0].value[1] | tonumber"
    assert query.mask("it was s3cret") == "it was ***"
    assert "Bearer s3cret" in query.text and "s3cret" not in repr(query)


def test_a_masked_query_looks_nothing_up(experiment):
    query = experiment.query("error-rate", "v2", 0, masked=True)
    assert "***" in query.text and "token" not in query.text


def test_a_source_of_secrets_may_be_a_function(experiment):
    asked = []

    def look_up(key):
        asked.append(key)
        return b"t"

    experiment.query("error-rate", "v1", 0, secrets=look_up)
    assert asked == [iter8.SecretKey("shop", "prometheus", "token")]


@pytest.mark.parametrize("secrets", [{}, {"prometheus": {}}])
def test_a_secret_that_is_not_there_is_named_and_not_shown(experiment, secrets):
    with pytest.raises(iter8.NotFoundError) as caught:
        experiment.query("error-rate", "v1", 0, secrets=secrets)
    assert "token" in str(caught.value)


def test_what_a_source_of_secrets_raises_comes_out(experiment):
    def look_up(key):
        raise PermissionError("it")

    with pytest.raises(PermissionError):
        experiment.query("error-rate", "v1", 0, secrets=look_up)


def test_a_question_knows_its_query(experiment):
    urls = []
    for _ in experiment.steps(
            lambda q: urls.append(q.query({"prometheus": {"token": "t"}}).params["query"]),
            lambda r: None, clock=iter8.VirtualClock()):
        if urls:
            break
    assert urls == ["errors{version='v1'}[1s]", "errors{version='v2'}[1s]"]


def test_no_metric_no_query(text):
    experiment = iter8.Experiment.from_yaml(text)
    for metric, version in (("error-rate", "v1"), ("none", "v1"), ("error-rate", "none")):
        with pytest.raises(iter8.NotFoundError):
            experiment.query(metric, version, 0)
