# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Many runs of a simulation, and what came of them."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple, Union

from iter8.arguments import INT64_MAX, MOST_THREADS, optional_function, real, seed_of, whole
from iter8.controls import Documents
from iter8.documents import Document, DocumentLike
from iter8.experiment import Experiment
from iter8.notebook import simulation_html
from iter8.plotting import plot_simulation
from iter8.reports import report_simulations
from iter8.simulation import Expectation, Expected, Simulation
from iter8.tally import Estimate, Figure, Run, Tally

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Chart


@dataclass(frozen=True, repr=False)
class SimulationResult:
    """What came of a simulation."""

    simulation: Simulation
    tally: Tally
    seed: int
    confidence: float

    @property
    def runs(self) -> int:
        return self.tally.runs

    @property
    def promoted(self) -> Estimate:
        """The share of runs that end recommending a candidate, from 0 to 1."""
        return self.tally.estimate(Figure.PROMOTED, self.confidence)

    @property
    def rolled_back(self) -> Estimate:
        """The share of runs that end for the baseline."""
        return self.tally.estimate(Figure.ROLLED_BACK, self.confidence)

    @property
    def undecided(self) -> Estimate:
        """The share of runs that end without a winner."""
        return self.tally.estimate(Figure.UNDECIDED, self.confidence)

    @property
    def figures(self) -> Dict[str, Estimate]:
        """All figures by name, such as "errors": the mean per run."""
        return {figure.name.lower(): self.tally.estimate(figure, self.confidence)
                for figure in Figure}

    @property
    def expectations(self) -> Tuple[Expectation, ...]:
        """What the scenario expects, and whether it is so."""
        return self.simulation.expectations(self.tally)

    @property
    def missed(self) -> Tuple[Expectation, ...]:
        """The expectations that are not met, for want of runs or otherwise."""
        return tuple(e for e in self.expectations if e.expected is not Expected.MET)

    def plot(self) -> Chart:
        """Draws what came of the runs, and how the weights went.

        Raises:
            ImportError: matplotlib is not installed.
        """
        return plot_simulation(self)

    def to_html(self) -> str:
        """A page with charts, as `iter8ctl simulate -o html` makes it."""
        return report_simulations([Document.from_dict(self.to_dict())])

    def _repr_html_(self) -> str:
        return simulation_html(self)

    def to_dict(self) -> Dict[str, Any]:
        """As `iter8ctl simulate -o json` writes it."""
        return self.simulation.to_dict(self.tally)

    def __repr__(self) -> str:
        return (f"<iter8.SimulationResult of {self.simulation.name!r}, {self.runs} runs,"
                f" promoted {self.promoted}>")


def simulate(experiment: Union[Experiment, DocumentLike], scenario: DocumentLike, *,
             runs: int = 1000, seed: int = 0, metrics: Documents = None, threads: int = 1,
             confidence: float = 0.95,
             each: Optional[Callable[[Run], None]] = None) -> SimulationResult:
    """Runs an experiment many times under a scenario, on a virtual clock.

    Args:
        experiment: an Experiment or its document, with its Metrics beside it.
        scenario: a document of kind Scenario.
        runs: how many, up to 2**63 - 1.
        seed: names a series of runs: the same seed gives the same runs. Of it 64 bits count.
        metrics: Metric resources, where they do not stand beside the experiment.
        threads: how many share the work, up to 1024; the result is the same.
        confidence: of the estimates' intervals.
        each: is handed each run, in no order where there are several threads.

    Raises:
        InvalidError: with all problems of the documents.
        ValueError: runs, threads or confidence are out of range.
    """
    runs, threads = whole("runs", runs, 1, INT64_MAX), whole("threads", threads, 1, MOST_THREADS)
    seed_of("seed", seed)
    if not 0 < real("confidence", confidence) < 1:
        raise ValueError(f"confidence is above 0 and below 1, not {confidence}")
    optional_function("each", each)
    simulation = Simulation(experiment, scenario, metrics=metrics)
    tally = simulation.tally()
    threads = min(threads, runs)
    if threads == 1:
        simulation.run(tally, runs, seed=seed, each=each)
    else:
        for part in _parallel(simulation, runs, seed, threads, each):
            tally.add(part)
    return SimulationResult(simulation, tally, seed, confidence)


def _parallel(simulation: Simulation, runs: int, seed: int, threads: int,
              each: Optional[Callable[[Run], None]]) -> List[Tally]:
    """Each thread makes its part of the runs, with a simulation and a tally of its own."""
    def part(index: int) -> Tally:
        first, end = index * runs // threads, (index + 1) * runs // threads
        own = simulation.copy()
        tally = own.tally()
        own.run(tally, end - first, seed=seed, first=first, each=each)
        return tally

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(part, range(threads)))
