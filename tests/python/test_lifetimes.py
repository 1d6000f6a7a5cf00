# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""No leak and no crash: in any order, in threads, after fork, at the interpreter's exit."""
import gc
import itertools
import os
import subprocess
import sys
import threading
import weakref

import hosts
import iter8
import pytest

SCENARIO = """\
apiVersion: iter8.tools/v2alpha2
kind: Scenario
metadata: {name: healthy}
spec:
  requestsPerSecond: 10
  versions: [{name: v1, errorRate: 0.001}, {name: v2, errorRate: 0.001}]
  metrics: [{metric: error-rate, from: errorRate}]
"""


def family(text):
    """Objects of which some borrow from others."""
    documents = iter8.read(text + "---\nkind: Metric\n")
    experiment = iter8.Experiment.from_documents(documents[:1])
    analysis = experiment.analyze({})
    registry = iter8.Registry()
    registry.add(iter8.Experiment.from_yaml(text), 0)
    simulation = iter8.Simulation(experiment, SCENARIO)
    return [documents[0], experiment, analysis, registry, simulation, simulation.tally()]


def test_objects_may_go_in_any_order(text):
    for order in itertools.permutations(range(6)):
        members = family(text)
        for index in order:
            members[index] = None


def test_objects_in_a_cycle_go_too(text):
    members = family(text)
    gone = weakref.ref(members[1])
    members.append(members)
    members[1].cycle = members
    del members
    gc.collect()
    assert gone() is None


def test_nothing_is_left_of_what_is_gone(text):
    """Every object of the library is freed, and the process does not grow over many lives."""
    resource = pytest.importorskip("resource")
    alive = weakref.finalize._registry  # one for each object that is not freed yet

    def live(count):
        for _ in range(count):
            experiment = iter8.Experiment.from_yaml(text, history=5)
            hosts.run(experiment, record_event=lambda e: None)
            with pytest.raises(iter8.InvalidError):
                iter8.Experiment.from_yaml(text.replace("Canary", "Parrot"))
            experiment.analyze({}).to_dict()
            iter8.simulate(experiment, SCENARIO, runs=2).simulation.log(0)
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before, objects = live(100), len(alive)
    assert live(400) - before < 4_000  # one experiment of each of 400 lives would be more
    assert len(alive) == objects


def test_a_callback_may_drop_the_last_reference(text):
    holder = [iter8.Experiment.from_yaml(text)]
    now = hosts.to_running(holder[0])

    def ask(question):
        holder.clear()
        gc.collect()
        return 0.001

    assert holder[0].reconcile(ask, lambda r: None, now_ns=now).changed
    assert holder == []


def test_threads_with_experiments_of_their_own(text):
    results, errors = [], []

    def live():
        try:
            for _ in range(50):
                experiment = iter8.Experiment.from_yaml(text)
                hosts.run(experiment)
                results.append(experiment.to_yaml())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=live) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and len(results) == 400 and len(set(results)) == 1


def test_an_experiment_in_another_threads_step_can_be_read_and_nothing_else(text):
    experiment = iter8.Experiment.from_yaml(text)
    now = hosts.to_running(experiment)
    inside, leave = threading.Event(), threading.Event()

    def ask(question):
        inside.set()
        assert leave.wait(60)
        return 0.001

    thread = threading.Thread(
        target=lambda: experiment.reconcile(ask, lambda r: None, now_ns=now))
    thread.start()
    assert inside.wait(60)
    try:
        assert experiment.status.stage is iter8.Stage.RUNNING and experiment.to_yaml()
        for use in (lambda: experiment.reconcile(ask, lambda r: None, now_ns=now),
                    experiment.close, experiment.abort):
            with pytest.raises(iter8.BusyError):
                use()
    finally:
        leave.set()
        thread.join()
    assert experiment.completed_iterations == 1


def test_a_simulation_lets_other_threads_go_on_and_belongs_to_one(text):
    simulation = iter8.Simulation(text, SCENARIO)
    inside, leave = threading.Event(), threading.Event()

    def each(run):
        inside.set()
        assert leave.wait(60)

    thread = threading.Thread(
        target=lambda: simulation.run(simulation.tally(), 2, each=each))
    thread.start()
    assert inside.wait(60)
    with pytest.raises(iter8.BusyError):
        simulation.run(simulation.tally(), 1)
    with pytest.raises(iter8.BusyError):
        simulation.log(0)
    leave.set()
    thread.join()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_after_fork_both_go_on_by_themselves(text):
    experiment = iter8.Experiment.from_yaml(text)
    now = hosts.to_running(experiment)
    analysis = experiment.analyze({})
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            hosts.run(experiment)
            del analysis
            gc.collect()
            os.write(writer, experiment.status.recommended.encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as told:
        assert told.read() == "v2"
    assert os.waitpid(child, 0)[1] == 0
    assert experiment.completed_iterations == 0 and analysis.winner is None
    assert experiment.reconcile(lambda q: 0.1, lambda r: None, now_ns=now).changed


EXIT = """
import atexit, sys, threading
import iter8
sys.path.insert(0, {here!r})
import test_lifetimes
members = test_lifetimes.family({text!r})
members.append(members)
sys.modules["kept"] = members
atexit.register(lambda: members[1].status)
class Late:
    def __del__(self):
        members[1].to_yaml()
late = Late()
def ask(question):
    sys.exit(7)
experiment = iter8.Experiment.from_yaml({text!r})
{end}
"""


@pytest.mark.parametrize("end, code", [
    ("", 0),
    ("list(experiment.steps(ask, lambda r: None, clock=iter8.VirtualClock()))", 7),
    ("def forever():\n"
     "    while True: experiment.status\n"
     "threading.Thread(target=forever, daemon=True).start()", 0),
])
def test_at_the_interpreters_exit_nothing_crashes(text, end, code):
    here = os.path.dirname(__file__)
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-W", "error", "-c",
                           EXIT.format(here=here, text=text, end=end)],
                          capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (code, "")


@pytest.fixture
def hasty():
    """Threads take turns as often as can be."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def meanwhile(function):
    """Calls a function again and again in a thread; call the result to end that and see it fail."""
    done, errors = threading.Event(), []

    def loop():
        try:
            while not done.is_set():
                function()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=loop)
    thread.start()

    def end():
        done.set()
        thread.join()
        assert not errors, errors

    return end


def test_reading_goes_on_while_steps_are_undone(text, hasty):
    """An experiment that is taken back is another object for the library; nobody may notice."""
    experiment = iter8.Experiment.from_yaml(text, history=3)
    end = meanwhile(lambda: (experiment.status, experiment.to_yaml(), experiment.history))

    def refuse(event):
        raise KeyError(event.reason)

    try:
        for _ in range(300):
            with pytest.raises(KeyError):
                experiment.reconcile(None, lambda r: None, now_ns=0, record_event=refuse)
    finally:
        end()


def test_reading_goes_on_or_is_refused_while_objects_are_closed(text, hasty):
    box = [iter8.Experiment.from_yaml(text)]

    def read():
        try:
            box[0].status
        except iter8.ClosedError:
            pass

    end = meanwhile(read)
    try:
        for _ in range(300):
            old, box[0] = box[0], iter8.Experiment.from_yaml(text)
            old.close()
    finally:
        end()


def test_of_two_threads_one_steps_and_the_other_is_refused(text, hasty):
    experiment, refused = iter8.Experiment.from_yaml(text), []
    now = hosts.to_running(experiment)

    def step():
        try:
            experiment.reconcile(lambda q: iter8.PENDING, lambda r: None, now_ns=now)
        except iter8.BusyError:
            refused.append(1)

    end = meanwhile(step)
    try:
        for _ in range(500):
            step()
    finally:
        end()
    assert experiment.completed_iterations == 0 and experiment.reconcile(
        lambda q: 0.1, lambda r: None, now_ns=now).changed


def test_a_closed_experiment_leaves_its_analyses(text):
    experiment = iter8.Experiment.from_yaml(text)
    analysis = experiment.analyze({"error-rate": {"v1": 0.0, "v2": 0.0}})
    pointer = weakref.ref(experiment.pointer)
    experiment.close()
    gc.collect()
    assert analysis.winner == "v2" and pointer() is not None
    del analysis
    assert pointer() is None
