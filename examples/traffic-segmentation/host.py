#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A host in twenty lines: host.py EXPERIMENT METRICS PROMETHEUS-URL HAPROXY-SOCKET RESULT"""
import json
import socket
import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import iter8

experiment_file, metrics_file, prometheus, haproxy, result = sys.argv[1:]
experiment = iter8.Experiment.from_file(experiment_file, metrics=Path(metrics_file).read_bytes())


def ask(question):
    try:
        with urlopen(f"{prometheus}/api/v1/query?{urlencode(question.query().params)}") as answer:
            found = json.load(answer)["data"]["result"]
    except OSError as error:
        return iter8.Measurement.error(str(error))
    return float(found[0]["value"][1]) if found else None


def send(route):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(haproxy)
        connection.sendall("; ".join(f"set server wakanda/{version} weight {weight}"
                                     for version, weight in route.weights.items()).encode() + b"\n")
        connection.recv(4096)  # the answer: the weights are set


for outcome in experiment.steps(ask, send):
    if outcome.changed:
        Path(result).write_text(experiment.to_yaml())
    if outcome.wait_s or outcome.done:
        number, weights = experiment.completed_iterations, experiment.weights
        print(f"iteration {number}/{experiment.iterations}  current {weights['current']}"
              f"  candidate {weights['candidate']}  winner {experiment.status.winner or 'none'}"
              f"  {experiment.analyze().explain('candidate')}", flush=True)
