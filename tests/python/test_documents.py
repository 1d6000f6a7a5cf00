# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Documents, and where their errors are."""
import json

import iter8
import pytest

ROUTE = """
apiVersion: v1
kind: Route
metadata: {name: r, namespace: ns}
spec:
  enabled: true
  text: "12"
  traffic:
  - {tag: a, percent: 10}
  - {tag: b, percent: 90}
"""


def test_a_document_says_what_it_is():
    document = iter8.Document.from_yaml(ROUTE)
    assert (document.api_version, document.kind, document.name, document.namespace) == (
        "v1", "Route", "r", "ns")
    assert repr(document) == "<iter8.Document Route r>"


def test_fields_are_read_and_written_by_path():
    document = iter8.Document.from_yaml(ROUTE)
    assert document.number(".spec.traffic[tag=b].percent") == 90
    assert document.string("spec.text") == "12"
    assert document.boolean("spec.enabled") is True
    document.set_integer("spec.traffic[0].percent", 30)
    assert document.to_dict()["spec"]["traffic"][0] == {"tag": "a", "percent": 30}


def test_a_field_that_is_not_there_is_not_found():
    with pytest.raises(iter8.NotFoundError) as caught:
        iter8.Document.from_yaml(ROUTE).number("spec.none")
    assert caught.value.code is iter8.Code.NO_FIELD
    assert isinstance(caught.value, LookupError)


def test_a_tree_comes_back_as_it_went_in():
    tree = {"a": [1, 2.5, None, True, "ü"], "b": {}}
    document = iter8.Document.from_dict(tree)
    assert document.to_dict() == tree
    assert json.loads(document.to_json()) == tree
    assert iter8.read(document.to_yaml())[0].to_dict() == tree


def test_a_patch_is_applied_wholly_or_not_at_all():
    document = iter8.Document.from_yaml(ROUTE)
    document.patch([{"op": "replace", "path": "/spec/enabled", "value": False}])
    before = document.to_dict()
    with pytest.raises(iter8.InvalidError) as caught:
        document.patch([{"op": "remove", "path": path} for path in ("/spec/enabled", "/none")])
    assert caught.value.code is iter8.Code.PATCH
    assert document.to_dict() == before and before["spec"]["enabled"] is False


def test_a_syntax_error_has_line_and_column():
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.read("a: 1\nb: [1,\nc: }")
    error = caught.value
    assert error.code is iter8.Code.SYNTAX and error.line == 3 and error.column is not None
    assert isinstance(error, ValueError)


def test_places_are_those_in_the_text():
    document = iter8.Document.from_yaml(ROUTE)
    assert document.locate("spec.enabled") == (6, 12)
    assert document.copy().locate("spec.enabled") == (None, None)


def test_all_documents_of_a_text_live_as_long_as_one_of_them():
    first, second = iter8.read("a: 1\n---\nb: 2\n")
    del first
    assert second.to_dict() == {"b": 2}


@pytest.mark.parametrize("tree", [{"a": float("nan")}, {"a": object()}])
def test_what_json_cannot_hold_is_refused(tree):
    with pytest.raises((ValueError, TypeError)):
        iter8.Document.from_dict(tree)


def test_a_number_beyond_64_bits_is_not_cut_to_size():
    with pytest.raises(OverflowError):
        iter8.Document.from_yaml(ROUTE).set_integer("spec.traffic[0].percent", 1 << 64)


def test_a_text_with_a_zero_character_is_refused():
    with pytest.raises(ValueError):
        iter8.Document.from_yaml(ROUTE).number("spec\0.enabled")
