# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The rules of an experiment in a page of Python, with exact fractions: what C is compared with.

Canary, A/B and A/B/N; objectives with limits and rollback; one reward; values that may be missing;
the limits of `spec.strategy.weights`; rounding by largest remainder. docs/differences.md and
docs/algorithms.md tell the same in words.
"""
from dataclasses import dataclass, field
from fractions import Fraction

CARRY = 3  # intervals that a missing value is stood in for
EXPLORED = 10  # percent, spread evenly


@dataclass
class Rules:
    pattern: str  # "Canary", "A/B", "A/B/N"
    versions: int
    objectives: list  # (metric, lower or None, upper or None, rolls back)
    reward: object  # None, or (metric, "High" or "Low")
    most: int
    increment: int
    weights: list = None
    known: dict = field(default_factory=dict)  # (metric, version): (value, carried)
    rolled_back: bool = False
    winner: object = None
    iterations: int = 0  # that there are in all
    done: int = 0
    seen: set = field(default_factory=set)  # (metric, version) that ever had a value

    def __post_init__(self):
        self.weights = [100] + [0] * (self.versions - 1)

    def iterate(self, measured):
        """One iteration: (metric, version): value or None. Changes weights and winner."""
        self.done += 1
        for key, value in measured.items():
            self._note(key, value)
        judged = [[self._judge(o, v) for o in self.objectives] for v in range(self.versions)]
        best = self._best([all(verdict == "met" for verdict in row) for row in judged])
        self.winner = best[0] if len(best) == 1 else None
        self.rolled_back = any(verdict == "outside" and rolls
                               for row in judged
                               for verdict, (*_, rolls) in zip(row, self.objectives))
        if self.rolled_back:
            self.weights = [100] + [0] * (self.versions - 1)
        else:
            self.weights = rounded(self._shares(judged, best))

    @property
    def recommended(self):
        return 0 if self.winner is None or self.rolled_back else self.winner

    def _note(self, key, value):
        old, carried = self.known.get(key, (None, 0))
        if value is not None:
            self.known[key] = (value, 0)
            self.seen.add(key)
        elif old is not None and carried < CARRY:
            self.known[key] = (old, carried + 1)
        else:
            self.known[key] = (None, 0)

    def _judge(self, objective, version):
        metric, lower, upper, _ = objective
        value, _ = self.known[metric, version]
        if value is None:
            return "missing"
        is_outside = upper is not None and value > upper or lower is not None and value < lower
        return "outside" if is_outside else "met"

    def _best(self, feasible):
        """The versions that traffic should go to; one is the winner, several are a tie."""
        if self.pattern == "Canary":
            if not self.objectives:
                return []
            return [v for v in (1, 0) if feasible[v]][:1]
        if self.reward is None:
            return []
        metric, direction = self.reward
        values = {v: self.known[metric, v][0] for v in range(self.versions)
                  if feasible[v] and self.known[metric, v][0] is not None}
        top = (max if direction == "High" else min)(values.values(), default=None)
        return [v for v, value in values.items() if value == top]

    def _is_stale(self, metric, version):
        return self.known[metric, version][1] > 0

    def _is_held(self, version, verdicts):
        """Nothing new is known of it that would speak for or against it."""
        stale = [self._is_stale(o[0], version) for o in self.objectives]
        if any(v == "outside" and not s for v, s in zip(verdicts, stale)):
            return False
        reward_is_stale = self.reward is not None and self._is_stale(self.reward[0], version)
        return reward_is_stale or any(stale)

    def _is_allowed(self, version, verdicts, best):
        """A verdict speaks for it; where nothing is asked of it, that its reward is known."""
        if version in best:
            return True
        if self.objectives:
            return all(verdict == "met" for verdict in verdicts)
        return self.reward is not None and self.known[self.reward[0], version][0] is not None

    def _was_judged(self, version):
        metrics = [o[0] for o in self.objectives] or ([self.reward[0]] if self.reward else [])
        return bool(metrics) and all((m, version) in self.seen for m in metrics)

    def _standing(self, version, verdicts, best, wanted, floor):
        """No traffic without a verdict that allows it; at the end nothing is waited for."""
        last = self.done >= self.iterations
        allowed = self._is_allowed(version, verdicts, best)
        held = self._is_held(version, verdicts) or not allowed and not self.objectives
        share = wanted
        if held and self._was_judged(version) and (allowed or not last):
            share = max(Fraction(self.weights[version]), floor)
        elif not allowed:
            share = min(wanted, floor)
        return min(share, 50) if last and version not in best else share

    def _shares(self, judged, best):
        floor = Fraction(EXPLORED, self.versions)
        to = best or [0]
        wanted = [floor + (Fraction(100 - EXPLORED, len(to)) if v in to else 0)
                  for v in range(self.versions)]
        shares = list(wanted)
        for v in range(1, self.versions):
            shares[v] = self._standing(v, judged[v], best, wanted[v], floor)
            shares[v] = min(shares[v], self.weights[v] + self.increment, self.most)
        self._fit(shares)
        if shares[1:] != wanted[1:]:
            shares[0] = max(100 - sum(shares[1:]), Fraction(0))
        return shares

    def _fit(self, shares):
        """Those that rise share what those that do not rise leave."""
        rises = [max(s - w, 0) for s, w in zip(shares, self.weights)]
        rising = sum(rises[1:])
        kept = sum(shares[1:]) - rising
        if kept + rising > 100:
            part = max(100 - kept, 0) / rising
            for v in range(1, self.versions):
                if rises[v] > 0:
                    shares[v] = self.weights[v] + rises[v] * part


def rounded(shares):
    """Whole percent that sum to 100; the first of equal remainders is rounded up."""
    weights = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda v: weights[v] - shares[v])
    for v in order[:100 - sum(weights)]:
        weights[v] += 1
    return weights
