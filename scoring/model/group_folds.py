"""scikit-learn's stratified folds of groups, with the same answer in a fifteenth of the time."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from scoring.arrays import Floats

ABSOLUTE, RELATIVE = 1e-8, 1e-5  # what numpy.isclose takes for equal


class FastStratifiedGroupKFold(StratifiedGroupKFold):
    """Folds exactly as :class:`sklearn.model_selection.StratifiedGroupKFold` makes them.

    That one tries every fold for every group in a Python loop: 70 s for 230,000 people, all of it under the
    interpreter's lock, six times in a training (measured). Here the folds are tried at once, by the same arithmetic
    in the same order, so that the folds are the same to the last client (tested). Should scikit-learn rename the step
    that is replaced here, its own is used again: slower, not different.
    """

    def _find_best_fold(self, y_counts_per_fold: Floats, y_cnt: Floats, group_y_counts: Floats) -> int:
        """The fold that, with the group added, leaves the classes spread most evenly; the smaller one of equals."""
        folds = len(y_counts_per_fold)
        # One trial a fold: shape (folds, trials, classes), with the group added to the trial's own fold.
        trials = np.repeat(y_counts_per_fold[:, None, :], folds, axis=1)
        trial = np.arange(folds)
        trials[trial, trial] += group_y_counts
        trials /= y_cnt
        trials -= np.add.reduce(trials, axis=0) / folds
        trials *= trials
        spread = np.sqrt(np.add.reduce(trials, axis=0) / folds)
        unevenness = (np.add.reduce(spread, axis=1) / len(y_cnt)).tolist()
        return _smallest(unevenness, np.add.reduce(y_counts_per_fold, axis=1).tolist())


def _smallest(unevenness: list[float], clients: list[float]) -> int:
    """Where the smallest value stands; among those that hardly differ, walking from the first, the fewer clients."""
    best, least, fewest = 0, np.inf, np.inf
    for fold, (value, count) in enumerate(zip(unevenness, clients, strict=True)):
        as_even = count < fewest and abs(value - least) <= ABSOLUTE + RELATIVE * least < np.inf
        if value < least or as_even:
            best, least, fewest = fold, value, count
    return best
