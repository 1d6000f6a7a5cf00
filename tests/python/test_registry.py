# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Many experiments in one process."""
import gc

import hosts
import iter8
import pytest


def named(text, name):
    return iter8.Experiment.from_yaml(text.replace("name: checkout", f"name: {name}"))


def drain(registry, host):
    """Steps all experiments to their ends; the names of those that ended, in order."""
    ended = []
    while registry.next_ns is not None:
        experiment, outcome = registry.step(host, registry.next_ns)
        if outcome is not None and outcome.done:
            ended.append(experiment.name)
            registry.remove(experiment)
    return ended


def test_a_target_is_had_by_one_experiment_at_a_time(text):
    one, two = named(text, "one"), named(text, "two")
    owners = []
    with iter8.Registry() as registry:
        registry.add(one, 0)
        registry.add(two, 1)
        assert len(registry) == 2 and one in registry and set(registry) == {one, two}
        host = iter8.Host(lambda q: owners.append(registry.owner("default/checkout")) or 0.001,
                          lambda r: None)
        assert drain(registry, host) == ["one", "two"]
        assert len(registry) == 0 and registry.owner("default/checkout") is None
    assert owners == [one] * 20 + [two] * 20


def test_questions_say_of_which_experiment_they_are(text):
    one = named(text, "one")
    two = named(text.replace("default/checkout", "default/other"), "two")
    seen = set()
    with iter8.Registry() as registry:
        for experiment in (one, two):
            registry.add(experiment, 0)
        drain(registry, iter8.Host(lambda q: seen.add(q.experiment) or 0.0, lambda r: None))
    assert seen == {one, two}


def test_who_is_pending_sleeps_until_woken(text):
    experiment, answers = named(text, "one"), [iter8.PENDING]
    host = iter8.Host(lambda q: answers[0], lambda r: None)
    with iter8.Registry(poll_s=None) as registry:
        registry.add(experiment, 0)
        while registry.next_ns is not None:
            _, outcome = registry.step(host, registry.next_ns)
        assert outcome.pending and registry.step(host, 10**12) == (None, None)
        answers[0] = 0.001
        registry.wake(experiment)
        drain(registry, host)
    assert experiment.status.completed


def test_what_a_callback_raises_comes_out_and_the_others_go_on(text):
    one = named(text, "one")
    two = named(text.replace("default/checkout", "default/other"), "two")

    def ask(question):
        if question.experiment is one and question.experiment.completed_iterations == 2:
            raise KeyError("it")
        return 0.001

    host, errors = iter8.Host(ask, lambda r: None), 0
    with iter8.Registry() as registry:
        registry.add(one, 0)
        registry.add(two, 0)
        while not two.status.completed:
            try:
                registry.step(host, registry.next_ns)
            except KeyError:
                errors += 1
    assert errors > 1 and one.completed_iterations == 2


def test_an_experiment_in_a_registry_is_in_use(text):
    experiment, other = named(text, "one"), iter8.Registry()
    registry = iter8.Registry()
    registry.add(experiment, 0)
    with pytest.raises(iter8.Error) as caught:
        other.add(experiment, 0)
    assert caught.value.code is iter8.Code.REGISTERED
    for use in (experiment.close, lambda: experiment.reconcile(None, lambda r: None, now_ns=0)):
        with pytest.raises(iter8.BusyError):
            use()
    with pytest.raises(iter8.NotFoundError):
        other.remove(experiment)
    del registry
    gc.collect()
    hosts.run(experiment)
    assert experiment.status.completed


def test_a_registry_keeps_its_experiments(text):
    registry = iter8.Registry()
    registry.add(named(text, "one"), 0)
    gc.collect()
    assert drain(registry, iter8.Host(lambda q: 0.001, lambda r: None)) == ["one"]
    registry.close()
    with pytest.raises(iter8.ClosedError):
        registry.add(named(text, "two"))


def test_each_experiment_can_have_a_decision_log(text):
    logs = {name: [] for name in ("one", "two")}
    three = named(text.replace("default/checkout", "default/other"), "three")
    with iter8.Registry() as registry:
        for name, lines in logs.items():
            registry.add(named(text, name), 0, recorder=iter8.Recorder(lines.append))
        registry.add(three, 0)
        host = iter8.Host(lambda q: 0.001, lambda r: None)
        assert sorted(drain(registry, host)) == ["one", "three", "two"]
    for name, lines in logs.items():
        assert iter8.replay(lines).identical
        assert sum('"kind":"DecisionLog"' in line for line in lines) == 1
        assert [other for other in logs if f'"name":"{other}"' in "".join(lines)] == [name]


def test_an_exception_of_a_registrys_recorder_comes_out_of_its_step(text):
    taken = []

    def write(line):
        if len(taken) == 3:
            taken.append(None)
            raise OSError("disk full")
        taken.append(line)

    host = iter8.Host(lambda q: 0.001, lambda r: None)
    with iter8.Registry() as registry:
        registry.add(named(text, "one"), 0, recorder=iter8.Recorder(write))
        with pytest.raises(OSError, match="disk full"):
            drain(registry, host)
        assert drain(registry, host) == ["one"]
    assert iter8.replay([line for line in taken if line]).identical


def test_a_recorder_records_one_step_at_a_time(text):
    recorder, other = iter8.Recorder([].append), named(text, "other")

    def ask(question):
        other.reconcile(lambda q: 0.001, lambda r: None, now_ns=0, recorder=recorder)

    with iter8.Registry() as registry:
        registry.add(named(text, "one"), 0, recorder=recorder)
        with pytest.raises(iter8.Error, match="recording another step"):
            drain(registry, iter8.Host(ask, lambda r: None))
