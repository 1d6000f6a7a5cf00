#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""A weight algorithm of a host's own, in Python with nothing but ctypes.

    test_own_algorithm.py path/to/libiter8.so
"""
import ctypes
import sys
import unittest
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_double, c_int32, c_int64, c_size_t, c_void_p

TEXT = b"""
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata:
  name: e
  namespace: ns
  annotations: {iter8.tools/weight-algorithm: by-value}
spec:
  target: t
  strategy: {testingPattern: A/B/N, weights: {maxCandidateWeight: 50, maxCandidateWeightIncrement: 20}}
  criteria: {rewards: [{metric: r, preferredDirection: High}]}
  duration: {intervalSeconds: 10, iterationsPerLoop: 3}
  versionInfo: {baseline: {name: a}, candidates: [{name: b}, {name: c}]}
"""
VALUES = {b"a": 1.0, b"b": 2.0, b"c": 5.0}


class Sized(ctypes.Structure):
    """A struct that begins with its size."""

    def __init__(self, **fields):
        super().__init__(struct_size=ctypes.sizeof(self), **fields)


class CriterionFacts(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t)] + [
        (name, c_double) for name in ("value", "sample_size", "least", "greatest", "lower_limit", "upper_limit")
    ] + [("kind", c_int32), ("satisfied", c_int32)]


class VersionFacts(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("name", c_char_p), ("objectives", POINTER(CriterionFacts)),
                ("reward", POINTER(CriterionFacts)), ("weight", c_double), ("is_best", c_int32),
                ("meets_all", c_int32)]


class WeightFacts(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("versions", POINTER(VersionFacts)), ("version_count", c_size_t),
                ("objective_count", c_size_t), ("steps", POINTER(c_int32)), ("step_count", c_size_t),
                ("iteration", c_int64), ("reward_is_less", c_int32), ("max_candidate_weight", c_int32),
                ("max_candidate_weight_increment", c_int32), ("reserved", c_int32)]


WeightFunction = CFUNCTYPE(c_int32, POINTER(WeightFacts), POINTER(c_double), c_void_p)


class WeightAlgorithm(Sized):
    _fields_ = [("struct_size", c_size_t), ("name", c_char_p), ("want", WeightFunction),
                ("user_data", c_void_p), ("exploration_percent", c_double)]


class ExperimentOptions(Sized):
    _fields_ = [("struct_size", c_size_t), ("allocator", c_void_p), ("partial", c_int32), ("reserved", c_int32),
                ("defaults", c_void_p), ("history", ctypes.c_uint32), ("reserved2", ctypes.c_uint32),
                ("algorithms", POINTER(WeightAlgorithm)), ("algorithm_count", c_size_t)]


class Measurement(Sized):
    _fields_ = [("struct_size", c_size_t), ("value", c_double), ("reason", c_char_p), ("state", c_int32),
                ("reserved", c_int32)]


class Weight(Sized):
    _fields_ = [("struct_size", c_size_t), ("wanted", c_double), ("exact", c_double), ("weight", c_int32),
                ("reason", c_int32)]


class Question(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("ticket", ctypes.c_uint64), ("now_ns", c_int64),
                ("experiment", c_void_p), ("metric", c_char_p), ("version", c_char_p),
                ("metric_index", ctypes.c_uint32), ("version_index", ctypes.c_uint32), ("elapsed_s", c_int64)]


class Route(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("ticket", ctypes.c_uint64), ("now_ns", c_int64),
                ("experiment", c_void_p), ("weights", POINTER(c_int32)), ("count", c_size_t)]


Measure = CFUNCTYPE(c_int32, POINTER(Question), POINTER(Measurement), c_void_p)
WriteWeights = CFUNCTYPE(c_int32, POINTER(Route), c_void_p)


class Host(Sized):
    _fields_ = [("struct_size", c_size_t), ("user_data", c_void_p), ("measure", Measure),
                ("write_weights", WriteWeights), ("read_weights", c_void_p), ("acquire_target", c_void_p),
                ("run_action", c_void_p), ("record_event", c_void_p), ("seed", ctypes.c_uint64),
                ("run_task", c_void_p)]


class Outcome(Sized):
    _fields_ = [("struct_size", c_size_t), ("next_ns", c_int64), ("stage", c_int32), ("changed", c_int32),
                ("pending", c_int32), ("done", c_int32)]


@WeightFunction
def by_value(facts, shares, _):
    """Shares in proportion to the rewards."""
    for version in range(facts.contents.version_count):
        shares[version] = facts.contents.versions[version].reward.contents.value
    return 0


@Measure
def measure(question, answer, _):
    answer.contents.value = VALUES[question.contents.version]
    answer.contents.state = 1
    return 0


def declare(library):
    library.iter8_experiment_read.argtypes = [c_char_p, c_size_t, c_void_p, c_void_p, POINTER(c_void_p)]
    library.iter8_experiment_free.argtypes = [c_void_p]
    library.iter8_analyze.argtypes = [c_void_p, c_void_p, c_void_p, POINTER(c_void_p)]
    library.iter8_analysis_free.argtypes = [c_void_p]
    library.iter8_analysis_weight.argtypes = [c_void_p, c_size_t, c_void_p]
    library.iter8_reconcile.argtypes = [c_void_p, c_void_p, c_int64, c_void_p, c_void_p]


class OwnAlgorithm(unittest.TestCase):
    library = None

    def setUp(self):
        algorithm = WeightAlgorithm(name=b"by-value", want=by_value, exploration_percent=0.0)
        options = ExperimentOptions(algorithms=ctypes.pointer(algorithm), algorithm_count=1)
        self.experiment = c_void_p()
        self.assertEqual(self.read(ctypes.byref(options)), 0)

    def tearDown(self):
        self.library.iter8_experiment_free(self.experiment)

    def read(self, options):
        return self.library.iter8_experiment_read(TEXT, len(TEXT), options, None, ctypes.byref(self.experiment))

    def test_wishes_pass_the_guard(self):
        measurements = (Measurement * 3)(*(Measurement(value=v, state=1) for v in VALUES.values()))
        analysis = c_void_p()
        rc = self.library.iter8_analyze(self.experiment, measurements, None, ctypes.byref(analysis))
        self.assertEqual(rc, 0)
        weights = [Weight() for _ in VALUES]
        for version, weight in enumerate(weights):
            rc = self.library.iter8_analysis_weight(analysis, version, ctypes.byref(weight))
            self.assertEqual(rc, 0)
        self.library.iter8_analysis_free(analysis)
        self.assertEqual([w.wanted for w in weights], [12.5, 25.0, 62.5])
        self.assertEqual([w.weight for w in weights], [60, 20, 20])

    def test_a_run_goes_where_the_algorithm_leads(self):
        seen = []

        @WriteWeights
        def write_weights(route, _):
            seen.append(route.contents.weights[:route.contents.count])
            return 0

        host = Host(measure=measure, write_weights=write_weights)
        outcome = Outcome()
        now = 0
        for _ in range(20):
            rc = self.library.iter8_reconcile(self.experiment, ctypes.byref(host), now, None, ctypes.byref(outcome))
            self.assertEqual(rc, 0)
            if outcome.done:
                break
            now = outcome.next_ns
        self.assertEqual(outcome.done, 1)
        self.assertEqual(seen, [[60, 20, 20], [35, 25, 40], [25, 25, 50]])

    def test_nobody_knows_the_name_without_it(self):
        self.library.iter8_experiment_free(self.experiment)
        self.assertEqual(self.read(None), -40)
        self.assertIsNone(self.experiment.value)


if __name__ == "__main__":
    OwnAlgorithm.library = ctypes.CDLL(sys.argv.pop(1))
    declare(OwnAlgorithm.library)
    unittest.main()
