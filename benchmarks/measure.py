"""Paired rounds (A B C, A B C, …) and what is read off them: medians, ratios, spread.

A shared machine drifts by a quarter within minutes. What ran in the same round drifted together, so
ratios and differences are taken round by round, and only then the median over the rounds.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Sample = Mapping[str, float]
"""Metric, e.g. `wall s` → value of one run."""
Samples = dict[str, list[Sample]]
"""Variant, e.g. `flat, 1000` → one sample a round."""


class BenchmarkError(Exception):
    """A measurement could not be made; the message says where and why."""


@dataclass(frozen=True)
class Figure:
    """A median with its spread."""

    label: str
    unit: str
    """`s`, `ms`, `µs`, `x` (a ratio) …"""
    median: float
    low: float
    high: float
    goal: float | None = None
    """The most that it should be."""

    @classmethod
    def of(
        cls, label: str, unit: str, values: Sequence[float], goal: float | None = None
    ) -> Figure:
        return cls(label, unit, statistics.median(values), min(values), max(values), goal)


@dataclass
class Outcome:
    """What one benchmark found: figures for people, samples to count them again from."""

    figures: list[Figure] = field(default_factory=list)
    samples: Samples = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, samples: Samples) -> None:
        self.samples.update(samples)

    def each(self, metric: str, *variants: str, goal: float | None = None) -> None:
        """A figure for a metric of each variant; all of them when none is named."""
        for variant in variants or tuple(self.samples):
            label = f"{variant}: {_name(metric)}"
            values = self._values(variant, metric)
            self.figures.append(Figure.of(label, _unit(metric), values, goal))

    def ratio(self, one: str, other: str, metric: str, goal: float | None = None) -> None:
        """`one` / `other`, round by round."""
        values = [a / b for a, b in self._pairs(one, other, metric)]
        label = f"{one} / {other}: {_name(metric)}"
        self.figures.append(Figure.of(label, "x", values, goal))

    def added(self, one: str, other: str, metric: str, goal: float | None = None) -> None:
        """`one` - `other`, round by round."""
        values = [a - b for a, b in self._pairs(one, other, metric)]
        label = f"{one} - {other}: {_name(metric)}"
        self.figures.append(Figure.of(label, _unit(metric), values, goal))

    def added_ratio(
        self, one: str, other: str, without: str, metric: str, goal: float | None = None
    ) -> None:
        """What `one` adds to `without`, over what `other` adds to it.

        The ratio of the two medians; the spread is that of the rounds in which `other` added
        something at all, for small differences can drown in the machine's noise.
        """
        ones = [a - b for a, b in self._pairs(one, without, metric)]
        others = [a - b for a, b in self._pairs(other, without, metric)]
        middle = statistics.median(others)
        if middle <= 0:
            self.notes.append(f"{other} added nothing to {without}: no ratio for {one}")
            return
        rounds = [a / b for a, b in zip(ones, others, strict=True) if b > 0]
        label = f"added by {one} / by {other}: {_name(metric)}"
        ratio = statistics.median(ones) / middle
        self.figures.append(Figure(label, "x", ratio, min(rounds), max(rounds), goal))

    def _pairs(self, one: str, other: str, metric: str) -> list[tuple[float, float]]:
        return list(zip(self._values(one, metric), self._values(other, metric), strict=True))

    def _values(self, variant: str, metric: str) -> list[float]:
        return [sample[metric] for sample in self.samples[variant]]


def paired(
    variants: Mapping[str, Callable[[], Sample]],
    rounds: int,
    say: Callable[[str], Any],
    *,
    warm_up: bool = True,
) -> Samples:
    """Run all variants in turn, `rounds` times; before that, each once without measuring."""
    samples: Samples = {name: [] for name in variants}
    for index in range(0 if warm_up else 1, rounds + 1):
        for name, run in variants.items():
            say(f"{name} ({f'round {index} of {rounds}' if index else 'warm-up'})")
            sample = run()
            if index:
                samples[name].append(sample)
    return samples


def _name(metric: str) -> str:
    return metric.rpartition(" ")[0]


def _unit(metric: str) -> str:
    return metric.rpartition(" ")[2]
