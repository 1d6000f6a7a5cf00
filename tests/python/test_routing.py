# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Weights in routing documents."""
import iter8
import pytest
from iter8 import routing

ROUTE = """\
apiVersion: split.smi-spec.io/v1alpha2
kind: TrafficSplit
metadata: {name: split, namespace: shop}
spec:
  backends: [{service: one, weight: 100}, {service: two, weight: 0}]
"""


@pytest.fixture
def experiment(text):
    tree = iter8.Experiment.from_yaml(text).to_dict()
    info = tree["spec"]["versionInfo"]
    for index, version in enumerate([info["baseline"], *info["candidates"]]):
        version["weightObjRef"] = {
            "apiVersion": "split.smi-spec.io/v1alpha2", "kind": "TrafficSplit", "name": "split",
            "namespace": "shop", "fieldPath": f".spec.backends[{index}].weight"}
    return iter8.Experiment.from_dict(tree)


def test_weights_are_read_written_and_patched(experiment):
    route = iter8.Document.from_yaml(ROUTE)
    assert routing.held(route, experiment) == ["v1", "v2"]
    assert routing.read_weights(route, experiment) == {"v1": 100, "v2": 0}
    patch = routing.patch(route, experiment, {"v1": 90, "v2": 10})
    routing.write_weights(route, experiment, {"v1": 90, "v2": 10})
    patched = iter8.Document.from_yaml(ROUTE)
    patched.patch(patch)
    assert patched.to_dict() == route.to_dict()
    assert routing.read_weights(route, experiment) == {"v1": 90, "v2": 10}
    assert routing.in_order([route], experiment, {"v1": 80, "v2": 20}) == [route]


def test_a_reference_says_where_a_weight_is(experiment, text):
    reference = routing.weight_reference(experiment, "v2")
    assert (reference.kind, reference.name, reference.field_path) == (
        "TrafficSplit", "split", ".spec.backends[1].weight")
    assert routing.weight_reference(iter8.Experiment.from_yaml(text), "v2") is None


def test_a_weight_that_is_none_is_an_error_with_its_path(experiment):
    broken = iter8.Document.from_yaml(ROUTE.replace("weight: 0", "weight: many"))
    with pytest.raises(iter8.InvalidError) as caught:
        routing.read_weights(broken, experiment)
    assert "backends[1].weight" in caught.value.path


def test_weights_must_be_of_the_versions(experiment):
    with pytest.raises(ValueError):
        routing.write_weights(iter8.Document.from_yaml(ROUTE), experiment, {"v1": 100})


def test_shares_become_percent():
    assert routing.scale({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert routing.complete({"a": None, "b": 30}) == {"a": 70, "b": 30}
    with pytest.raises(iter8.InvalidError):
        routing.complete({"a": None, "b": None})
