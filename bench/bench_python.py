#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What a step costs from Python, for the tutorial's experiment; no test depends on it.

    PYTHONPATH=bindings/python ITER8_LIBRARY=build/release/src/libiter8.so.0 bench/bench_python.py

Times are those of the best of some rounds. A rollout is also given as a multiple of its callbacks
alone, called by Python itself; bench_rollout has the same for C.
"""
import time
from pathlib import Path

import iter8

ROUNDS, ROLLOUTS = 7, 100
ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "examples/traffic-segmentation/experiment.yaml").read_text()


def measure(question):
    return 0.001 if question.metric.endswith("error-rate") else 20.0


def write_weights(route):
    pass


def ignore(event):
    pass


class Counting:
    """How often each callback is called in a rollout."""

    def __init__(self):
        self.questions, self.routes = [], []

    def measure(self, question):
        self.questions.append(question)
        return measure(question)

    def write_weights(self, route):
        self.routes.append(route)


def best(function, arguments):
    """Seconds for a call, in the best round; each round has its own arguments."""
    times = []
    for round_arguments in arguments:
        start = time.perf_counter()
        for argument in round_arguments:
            function(argument)
        times.append((time.perf_counter() - start) / len(round_arguments))
    return min(times)


def experiments():
    return [[iter8.Experiment.from_yaml(TEXT) for _ in range(ROLLOUTS)] for _ in range(ROUNDS)]


def rollout(host):
    def run(experiment):
        now_ns, done = 0, False
        while not done:
            outcome = experiment.reconcile(host, now_ns=now_ns)
            now_ns, done = outcome.next_ns, outcome.done
    return run


def main():
    counting = Counting()
    steps = list(iter8.Experiment.from_yaml(TEXT).steps(counting, counting,
                                                        clock=iter8.VirtualClock()))
    questions, routes = counting.questions, counting.routes
    plain = best(rollout(iter8.Host(measure, write_weights)), experiments())
    told = best(rollout(iter8.Host(measure, write_weights, record_event=ignore)), experiments())
    callbacks = best(
        lambda _: ([measure(q) for q in questions], [write_weights(r) for r in routes]),
        [range(ROLLOUTS)] * ROUNDS)
    reading = best(iter8.Experiment.from_yaml, [[TEXT] * ROLLOUTS] * ROUNDS)
    calls = len(questions) + len(routes)
    print(f"rollout of 10 iterations   {plain * 1e6:8.1f} us   {plain / callbacks:.1f} times its"
          f" {calls} callbacks")
    print(f"  one step                 {plain / len(steps) * 1e6:8.1f} us   of {len(steps)}")
    print(f"  one step with events     {told / len(steps) * 1e6:8.1f} us   {told / plain:.1f} times"
          " as long: each is taken back if the callback raises")
    print(f"reading the experiment     {reading * 1e6:8.1f} us   {reading / plain:.1f} rollouts")


if __name__ == "__main__":
    main()
