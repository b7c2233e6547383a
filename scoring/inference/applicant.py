"""One application that is in no table: scored with a model that is held open, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.explain.assess import assessments
from scoring.explain.assessment import Assessment
from scoring.features.build import absent_sources
from scoring.features.plan import FeaturePlans
from scoring.features.revolving import CONTRACT
from scoring.features.sources import EVIDENCE
from scoring.model.folder import Model
from scoring.model.score import score
from scoring.tables.applicant import applicant_tables
from scoring.tables.records import APPLICATION


@dataclass(frozen=True)
class ApplicantScorer:
    """A model held open with its feature plans, for one applicant after the other.

    Parameters
    ----------
    model : Model
        A loaded model folder.
    taken : array of int
        Numbers of the portfolio's clients; an application without a number gets one that is not among them.
    plans : FeaturePlans
        Plans of the features that the model reads and that say which sources are known.
    """

    model: Model
    taken: npt.NDArray[np.int64]
    plans: FeaturePlans

    @classmethod
    def of(cls, model: Model, taken: npt.NDArray[np.int64]) -> ApplicantScorer:
        """A scorer of a model; its first answers are as slow as its plans are to make."""
        return cls(model, taken, FeaturePlans(frozenset((*model.manifest.features, *EVIDENCE.values(), CONTRACT))))

    def assess(self, given: Mapping[str, Any]) -> Assessment:
        """What the model says, as :func:`assess_applicant` says it."""
        return assess_applicant(self.model, given, self.taken, self.plans)


def assess_applicant(
    model: Model, given: Mapping[str, Any], taken: npt.NDArray[np.int64], plans: FeaturePlans | None = None
) -> Assessment:
    """What the model says of one application and whatever histories came with it.

    Parameters
    ----------
    model : Model
        A loaded model folder.
    given : mapping
        In which :func:`scoring.tables.records.mistakes` found none.
    taken : array of int
        Numbers of the portfolio's clients; an application without a number gets one that is not among them.
    plans : FeaturePlans, optional
        Held between applicants, they spare each the making of the features' expressions.

    Returns
    -------
    Assessment
        Out of sample as every other: whoever was in training, under this number with this date of birth or as
        the same person, is scored by the fold that did not see them.
    """
    number = given[APPLICATION].get("SK_ID_CURR")
    tables = applicant_tables(
        given, free_number(taken, np.array([model.manifest.numbers_below])) if number is None else int(number)
    )
    (rows, who), absent = (plans or FeaturePlans()).row_and_identity(tables), absent_sources(tables)
    scores = score(model, rows, who, absent, flags=tables.flags)
    (answer,) = assessments(scores, rows, model.manifest, model.comparable, absent)
    return answer


def free_number(*taken: npt.NDArray[np.int64]) -> int:
    """The lowest number above every number that is taken.

    Examples
    --------
    >>> free_number(np.array([100002, 100005]), np.array([100003]))
    100006
    """
    return 1 + max((int(numbers.max()) for numbers in taken if len(numbers)), default=0)
