"""Random numbers that are the same on every platform and with every version of numpy.

Only the raw bits of PCG64 are used: their stream is guaranteed, the distributions of ``Generator`` are not. Every
draw is exact arithmetic on doubles, so no mathematical library can change a result.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Dice:
    """One stream of random numbers, fixed by its key: seed, purpose, chunk, month."""

    def __init__(self, *key: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(key))

    def uniform(self, count: int) -> Floats:
        """Return ``count`` numbers from 0 (included) to 1 (excluded)."""
        raw: npt.NDArray[np.uint64] = self._bits.random_raw(count)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, count: int, bound: int | Ints) -> Ints:
        """Return ``count`` integers from 0 to ``bound`` - 1, one bound for all or one each."""
        return (self.uniform(count) * bound).astype(np.int64)

    def chance(self, count: int, probability: float | Floats) -> Bools:
        """Return ``count`` answers, True with ``probability``."""
        return self.uniform(count) < probability

    def choose(self, count: int, weights: Sequence[int]) -> Ints:
        """Return ``count`` positions in ``weights``, each as often as its weight says."""
        limits = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(limits, self.below(count, int(limits[-1])), side="right").astype(np.int64)

    def choose_by_row(self, rows: Ints, table: Ints) -> Ints:
        """As :meth:`choose`, each draw with the weights in its own row of ``table`` (every row sums to 100)."""
        drawn = self.below(len(rows), 100)
        limits = np.cumsum(table, axis=1)[rows]
        positions: Ints = (drawn[:, None] >= limits).sum(axis=1)
        return positions

    def pick(self, candidates: Bools, share: float, at_least: int) -> Ints:
        """Return positions of a ``share`` of all, drawn among ``candidates``, ``at_least`` so many; in order."""
        positions = np.flatnonzero(candidates)
        wanted = int(share * len(candidates) + float(self.uniform(1)[0]))
        wanted = min(max(wanted, at_least), len(positions))
        shuffled = np.argsort(self.uniform(len(positions)), kind="stable")[:wanted]
        return np.sort(positions[shuffled])
