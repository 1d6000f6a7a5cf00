# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Steps with coroutines: what is pending for the library is awaited."""
import asyncio

import hosts
import iter8
import pytest


@pytest.fixture
def experiment(text):
    return iter8.Experiment.from_yaml(text)


async def arun(experiment, metrics, router, **callbacks):
    now = 0
    while True:
        outcome = await experiment.areconcile(metrics, router, now_ns=now, **callbacks)
        if outcome.done:
            return
        now = outcome.next_ns


def test_coroutines_decide_as_functions_do(experiment, text):
    async def ask(question):
        await asyncio.sleep(0)
        return 0.001

    async def send(route):
        await asyncio.sleep(0)

    asyncio.run(arun(experiment, ask, send, read_weights=None))
    other = iter8.Experiment.from_yaml(text)
    hosts.run(other)
    assert experiment.to_yaml() == other.to_yaml()


def test_all_values_are_asked_for_at_once(experiment):
    now = hosts.to_running(experiment)

    async def scene():
        asked, all_asked = [], asyncio.Event()

        async def ask(question):
            asked.append(question.version)
            if len(asked) == 2:
                all_asked.set()
            await all_asked.wait()
            return 0.001

        return await experiment.areconcile(ask, lambda r: None, now_ns=now), asked

    outcome, asked = asyncio.run(scene())
    assert outcome.changed and not outcome.pending and asked == ["v1", "v2"]
    assert experiment.status.completed_iterations == 1


def test_functions_and_coroutines_may_be_mixed(experiment):
    now = hosts.to_running(experiment)

    async def later():
        await asyncio.sleep(0)
        return 0.002

    outcome = asyncio.run(experiment.areconcile(
        lambda q: later() if q.version == "v2" else 0.001, lambda r: None, now_ns=now))
    assert outcome.changed
    assert experiment.value("error-rate", "v2").value == 0.002


def test_an_exception_comes_out_and_the_others_are_cancelled(experiment):
    now, cancelled = hosts.to_running(experiment), []
    before = experiment.to_yaml()
    error = RuntimeError("it")

    async def ask(question):
        if question.version == "v2":
            await asyncio.sleep(0)
            raise error
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(question.version)
            raise

    with pytest.raises(RuntimeError) as caught:
        asyncio.run(experiment.areconcile(ask, lambda r: None, now_ns=now))
    assert caught.value is error and cancelled == ["v1"]
    assert experiment.to_yaml() == before
    hosts.run(experiment)
    assert experiment.status.recommended == "v2"


def test_cancelled_it_leaves_the_experiment_as_it_was(experiment):
    now = hosts.to_running(experiment)
    before = experiment.to_yaml()

    async def scene():
        asked = asyncio.Event()

        async def ask(question):
            asked.set()
            await asyncio.Event().wait()

        step = asyncio.ensure_future(experiment.areconcile(ask, lambda r: None, now_ns=now))
        await asked.wait()
        with pytest.raises(iter8.BusyError):
            await experiment.areconcile(ask, lambda r: None, now_ns=now)
        step.cancel()
        with pytest.raises(asyncio.CancelledError):
            await step

    asyncio.run(scene())
    assert experiment.to_yaml() == before
    hosts.run(experiment)
    assert experiment.status.completed


def test_what_a_callback_calls_pending_is_left_pending(experiment):
    now = hosts.to_running(experiment)
    outcome = asyncio.run(
        experiment.areconcile(lambda q: iter8.PENDING, lambda r: None, now_ns=now))
    assert outcome.pending


def test_all_steps_with_coroutines(experiment, text):
    async def ask(question):
        await asyncio.sleep(0)
        return 0.001

    async def scene():
        return [outcome async for outcome in experiment.asteps(
            ask, lambda r: None, clock=iter8.VirtualClock())]

    assert asyncio.run(scene())[-1].done
    other = iter8.Experiment.from_yaml(text)
    hosts.run(other)
    assert experiment.to_yaml() == other.to_yaml()


def test_a_command_in_a_step_that_is_awaited_is_not_undone(experiment):
    now = hosts.to_running(experiment)

    async def ask(question):
        if question.version == "v1":
            experiment.abort()
        await asyncio.sleep(0)
        raise LookupError("it")

    with pytest.raises(LookupError):
        asyncio.run(experiment.areconcile(ask, lambda r: None, now_ns=now))
    hosts.run(experiment)
    assert experiment.status.ending is iter8.Ending.ABORTED
