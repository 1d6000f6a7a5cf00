# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Hosts for tests: they answer at once and note what they were asked."""
import iter8


class Recording:
    """Metrics and a router in one object, the way a host may be written as a class."""

    def __init__(self, values=0.001):
        self.values = values
        self.questions = []
        self.routes = []

    def measure(self, question):
        self.questions.append((question.metric, question.version))
        return self.values(question) if callable(self.values) else self.values

    def write_weights(self, route):
        self.routes.append(route.weights)


def run(experiment, metrics=lambda question: 0.001, router=lambda route: None, **callbacks):
    """Takes an experiment to its end on a virtual clock; all outcomes."""
    return list(experiment.steps(metrics, router, clock=iter8.VirtualClock(), **callbacks))


def to_running(experiment):
    """Takes an experiment to where it is about to measure for the first time; the time then."""
    for outcome in experiment.steps(None, lambda route: None, clock=iter8.VirtualClock()):
        if outcome.stage is iter8.Stage.RUNNING:
            return outcome.next_ns
    raise AssertionError("it never runs")
