# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Steps of an experiment, with callables and objects; what they raise."""
import hosts
import iter8
import pytest

ACTIONS = """\
  strategy:
    testingPattern: Canary
    actions:
      start: [{task: common/exec, with: {cmd: echo, args: [hello]}}]
      loop: [{task: common/exec, with: {cmd: loop}}]
      finish: [{run: "echo {{ .promote }}", if: WinnerFound()}, {task: common/exec, with: {cmd: b}}]
"""


class Trouble(Exception):
    pass


@pytest.fixture
def experiment(text):
    return iter8.Experiment.from_yaml(text)


@pytest.fixture
def with_actions(text):
    return iter8.Experiment.from_yaml(
        text.replace("  strategy: {testingPattern: Canary}\n", ACTIONS))


def test_a_host_may_be_two_callables(experiment):
    weights = []
    outcomes = hosts.run(experiment, lambda q: 0.001, lambda r: weights.append(r.weights["v2"]))
    assert weights == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95]
    assert outcomes[-1].done and outcomes[-1].stage is iter8.Stage.COMPLETED
    assert all(o.problems == () for o in outcomes)


def test_a_host_may_be_an_object_with_methods(experiment):
    host = hosts.Recording()
    hosts.run(experiment, host, host)
    assert host.questions[:2] == [("error-rate", "v1"), ("error-rate", "v2")]
    assert len(host.questions) == 20 and len(host.routes) == 10


def test_a_question_says_what_and_when(experiment):
    seen = []
    now = hosts.to_running(experiment)
    experiment.reconcile(lambda q: seen.append(q), lambda r: None, now_ns=now + 5)
    first = seen[0]
    assert (first.metric, first.version, first.now_ns, first.elapsed_s) == (
        "error-rate", "v1", now + 5, 1)
    assert first.experiment is experiment and first.ticket != seen[1].ticket


@pytest.mark.parametrize("answer, state, value", [
    (0.25, iter8.ValueState.PRESENT, 0.25),
    (3, iter8.ValueState.PRESENT, 3.0),
    (None, iter8.ValueState.ABSENT, None),
    (float("nan"), iter8.ValueState.NAN, None),
    (float("inf"), iter8.ValueState.INFINITE, None),
    (iter8.Measurement.error("no route to the host"), iter8.ValueState.ERROR, None),
    (iter8.Measurement.absent(), iter8.ValueState.ABSENT, None),
    (iter8.FAILED, iter8.ValueState.ERROR, None),
])
def test_what_a_metrics_source_may_answer(experiment, answer, state, value):
    now = hosts.to_running(experiment)
    experiment.reconcile(lambda q: answer, lambda r: None, now_ns=now)
    known = experiment.value("error-rate", "v2")
    assert (known.state, known.value) == (state, value)
    if isinstance(answer, iter8.Measurement):
        assert known.reason == answer.reason


def test_an_answer_that_is_no_number_is_an_exception(experiment):
    now = hosts.to_running(experiment)
    before = experiment.to_yaml()
    with pytest.raises(TypeError, match="'0.1' was measured; a number"):
        experiment.reconcile(lambda q: "0.1", lambda r: None, now_ns=now)
    assert experiment.to_yaml() == before


def test_a_pending_question_is_asked_again_and_no_other(experiment):
    answers = {"v1": [0.1], "v2": [iter8.PENDING, iter8.PENDING, 0.2]}
    now = hosts.to_running(experiment)

    def ask(question):
        return answers[question.version].pop(0)

    for _ in range(2):
        outcome = experiment.reconcile(ask, lambda r: None, now_ns=now)
        assert outcome.pending and outcome.next_ns == now
    assert not experiment.reconcile(ask, lambda r: None, now_ns=now).pending
    assert answers == {"v1": [], "v2": []}
    assert experiment.value("error-rate", "v2").value == 0.2


def test_a_write_that_fails_is_told_of_and_tried_again(experiment):
    tries = []

    def send(route):
        tries.append(route.ticket)
        return iter8.FAILED if len(tries) == 1 else None

    outcomes = hosts.run(experiment, lambda q: 0.001, send)
    [failed] = [o for o in outcomes if o.problems]
    assert failed.problems[0].code is iter8.Code.HOST and failed.next_ns > failed.now_ns
    assert len(tries) == 11 and tries[0] == tries[1]


def test_an_experiment_that_moves_traffic_wants_a_router(experiment):
    with pytest.raises(TypeError, match="router"):
        experiment.reconcile(lambda q: 0.1, now_ns=0)


def test_weights_that_are_really_there_count(experiment):
    now = hosts.to_running(experiment)
    found = {"v1": None, "v2": 40}
    experiment.reconcile(lambda q: 0.001, lambda r: None, now_ns=now, read_weights=lambda r: found)
    assert experiment.weights == {"v1": 60, "v2": 40}


def test_a_router_with_read_weights_is_read(experiment):
    class Router:
        weights = {"v1": 100, "v2": 0}
        reads = 0

        def read_weights(self, route):
            self.reads += 1
            return self.weights

        def write_weights(self, route):
            self.weights = route.weights

    router = Router()
    hosts.run(experiment, lambda q: 0.001, router)
    assert router.weights == {"v1": 5, "v2": 95} and router.reads == 10


def test_tasks_come_with_their_inputs_filled_in(with_actions):
    tasks = []
    hosts.run(with_actions, run_task=tasks.append)
    assert [(t.action, t.name, t.index, t.count) for t in tasks] == [
        ("start", "common/exec", 0, 1), ("loop", "common/exec", 0, 1), ("finish", "run", 0, 2),
        ("finish", "common/exec", 1, 2)]
    assert tasks[0].inputs == {"cmd": "echo", "args": ["hello"]} and tasks[0].script is None
    assert tasks[2].script.startswith("echo ") and tasks[2].inputs is None


def test_a_task_that_fails_fails_the_experiment(with_actions):
    hosts.run(with_actions, run_task=lambda task: iter8.FAILED)
    assert with_actions.status.failed and with_actions.status.ending is iter8.Ending.FAILED


def test_whole_actions(with_actions):
    actions = []
    hosts.run(with_actions, run_action=lambda a: actions.append((a.name, a.loop)))
    assert actions == [("start", 0), ("loop", 1), ("finish", 0)]


def test_events_are_told_of(experiment):
    events = []
    hosts.run(experiment, record_event=events.append)
    assert [e.reason for e in events[:2]] == ["ExperimentInitialized", "TargetAcquired"]
    assert not events[0].warning
    assert [e for e in events if e.message == "Completed Iteration 3"]


def test_a_target_that_another_one_has_is_waited_for(experiment):
    outcome = experiment.reconcile(None, lambda r: None, now_ns=0,
                                   acquire_target=lambda e: iter8.PENDING)
    assert outcome.pending and experiment.stage is not iter8.Stage.RUNNING


def raising(*_):
    raise Trouble("it")


CALLBACKS = ["metrics", "router", "read_weights", "acquire_target", "run_task", "run_action",
             "record_event"]


@pytest.mark.parametrize("name", CALLBACKS)
def test_an_exception_comes_out_unchanged_with_the_experiment_as_it_was(with_actions, name):
    """At each step of a life, the callback raises once and is then as it should be."""
    trouble = Trouble("it")
    good = {"metrics": lambda q: 0.001, "router": lambda r: None, "run_task": lambda t: None,
            "record_event": lambda e: None}
    if name == "run_action":
        del good["run_task"]
    raised = 0
    clock = iter8.VirtualClock()
    while True:
        called = []

        def bad(_, called=called):
            called.append(1)
            raise trouble

        before = with_actions.to_yaml(), [i.number for i in with_actions.history]
        try:
            outcome = with_actions.reconcile(iter8.Host(**{**good, name: bad}),
                                             now_ns=clock.now_ns())
        except Trouble as error:
            assert error is trouble and len(called) == 1
            assert (with_actions.to_yaml(), [i.number for i in with_actions.history]) == before
            raised += 1
            outcome = with_actions.reconcile(iter8.Host(**good), now_ns=clock.now_ns())
        else:
            assert not called
        if outcome.done:
            break
        clock.wait_until(outcome.next_ns)
    assert raised >= {"metrics": 10, "router": 10, "read_weights": 10}.get(name, 1)
    assert with_actions.status.completed and not with_actions.status.failed


def test_an_exception_after_weights_were_written_does_not_undo_them(experiment):
    """A late step: the write of the last iteration and the next iteration are due at once."""
    now = hosts.to_running(experiment)
    experiment.reconcile(lambda q: 0.001, lambda r: None, now_ns=now)
    late, routes = now + 60_000_000_000, []
    outcome = experiment.reconcile(raising, lambda r: routes.append(r.weights), now_ns=late)
    assert routes == [{"v1": 90, "v2": 10}] and experiment.weights == routes[0]
    assert outcome.changed and not outcome.pending and outcome.next_ns == late
    with pytest.raises(Trouble):
        experiment.reconcile(raising, lambda r: None, now_ns=late)
    assert experiment.weights == routes[0]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_is_no_ordinary_exception_comes_out_too(experiment, error):
    now = hosts.to_running(experiment)

    def ask(question):
        raise error

    with pytest.raises(error):
        experiment.reconcile(ask, lambda r: None, now_ns=now)


def test_a_history_survives_an_exception(text):
    experiment = iter8.Experiment.from_yaml(text, history=5)
    for outcome in experiment.steps(lambda q: 0.001, lambda r: None, clock=iter8.VirtualClock()):
        if len(experiment.history) == 3:
            break
    history = experiment.history
    with pytest.raises(Trouble):
        while True:
            outcome = experiment.reconcile(lambda q: 0.001, lambda r: None,
                                           now_ns=outcome.next_ns, record_event=raising)
    assert experiment.history == history
    list(experiment.steps(lambda q: 0.001, lambda r: None,
                          clock=iter8.VirtualClock(outcome.next_ns)))
    assert [i.number for i in experiment.history] == [6, 7, 8, 9, 10]


def test_an_experiment_cannot_be_stepped_closed_or_changed_from_its_own_callback(experiment):
    now = hosts.to_running(experiment)
    for use in (lambda: experiment.reconcile(None, lambda r: None, now_ns=now), experiment.close,
                experiment.pause):
        def ask(question, use=use):
            assert experiment.status.stage is iter8.Stage.RUNNING  # reading is fine
            use()
        with pytest.raises(iter8.BusyError):
            experiment.reconcile(ask, lambda r: None, now_ns=now)


def test_after_close_every_use_is_an_exception(experiment):
    with experiment:
        pass
    for use in (lambda: experiment.name, experiment.to_yaml, experiment.analyze,
                lambda: experiment.reconcile(None, lambda r: None, now_ns=0)):
        with pytest.raises(iter8.ClosedError):
            use()
    experiment.close()
    assert repr(experiment) == "<iter8.Experiment, closed>"


@pytest.mark.parametrize("now_ns", [-(1 << 63), (1 << 63) - 1])
def test_a_time_out_of_range_is_refused(experiment, now_ns):
    with pytest.raises(iter8.InvalidError) as caught:
        experiment.reconcile(None, lambda r: None, now_ns=now_ns)
    assert caught.value.code is iter8.Code.CLOCK


def test_a_callback_that_returns_something_else_is_an_exception(experiment):
    with pytest.raises(TypeError, match="PENDING, FAILED or a Failure"):
        hosts.run(experiment, router=lambda r: True)


def test_an_asynchronous_callback_wants_areconcile(experiment):
    async def ask(question):
        return 0.1

    now = hosts.to_running(experiment)
    with pytest.raises(TypeError, match="areconcile"):
        experiment.reconcile(ask, lambda r: None, now_ns=now)


def test_when_a_write_cannot_be_recorded_the_same_write_is_made_once_more(experiment):
    routes, lost = [], []

    def take(line):
        if "writeWeights" in line and routes and not lost:
            lost.append(line)
            raise OSError("no space left")

    recorder, now = iter8.Recorder(take), 0
    while experiment.weights["v2"] != 10:
        try:
            now = experiment.reconcile(lambda q: 0.001, routes.append, now_ns=now,
                                       recorder=recorder).next_ns
        except OSError:
            assert experiment.weights == {"v1": 100, "v2": 0}
    assert len(lost) == 1 and len(routes) == 2
    assert routes[0].weights == routes[1].weights == {"v1": 90, "v2": 10}
    assert routes[0].ticket == routes[1].ticket


def step_until(experiment, wanted, *callbacks, **more):
    """Steps on a virtual clock to the first outcome that is wanted."""
    for outcome in experiment.steps(*callbacks, clock=iter8.VirtualClock(), **more):
        if wanted(outcome):
            return outcome
    raise AssertionError("there is no such outcome")


def test_a_failure_says_why(experiment):
    words = ["no route", "to host"]     # joined at run time: nobody but the step keeps the text
    events = []
    outcome = step_until(
        experiment, lambda o: o.problems, lambda q: 0.001,
        lambda r: iter8.Failure(" ".join(words), iter8.Code.TRANSPORT),
        record_event=events.append)
    assert outcome.problems[0].message.endswith(": no route to host")
    assert any(e.warning and e.message.endswith("written: no route to host") for e in events)


def test_a_failed_read_and_a_failed_metric_say_why(experiment):
    reads = [iter8.Failure("read " + "timeout"), None]
    outcome = step_until(
        experiment, lambda o: o.problems, lambda q: 0.001, lambda r: None,
        read_weights=lambda r: reads[0])
    assert outcome.problems[0].message.endswith(": read timeout")
    step_until(
        experiment, lambda o: experiment.completed_iterations > 0,
        lambda q: iter8.Failure(f"no {q.metric} today"), lambda r: None)
    assert "no error-rate today" in experiment.to_yaml()


def test_trouble_stands_in_the_status(experiment):
    assert experiment.status.trouble == {}
    step_until(
        experiment, lambda o: o.problems, lambda q: iter8.Failure("HTTP 503"),
        lambda r: iter8.Failure("no such route", iter8.Code.NOT_FOUND))
    assert experiment.status.trouble == {
        iter8.ConditionType.METRICS_AVAILABLE: "error-rate of v1: HTTP 503 (and 1 more)",
        iter8.ConditionType.ROUTER_AVAILABLE: "the weights cannot be written: no such route"}


def test_a_source_that_never_answers_is_no_success(experiment):
    hosts.run(experiment, lambda q: iter8.FAILED if q.version == "v2" else 0.001)
    assert experiment.status.failed and experiment.status.ending is iter8.Ending.FAILED
    assert "never had a value" in experiment.status.trouble[iter8.ConditionType.FAILED]
    assert experiment.status.recommended == "v1"
