"""One application that is in no table: scored with a model that is held open, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.explain.assess import assessments
from scoring.explain.assessment import Assessment
from scoring.features.build import absent_sources, build
from scoring.features.identity import identity
from scoring.model.folder import Model
from scoring.model.score import score
from scoring.tables.applicant import applicant_tables
from scoring.tables.records import APPLICATION


def assess_applicant(model: Model, given: Mapping[str, Any], taken: npt.NDArray[np.int64]) -> Assessment:
    """What the model says of one application and whatever histories came with it.

    Parameters
    ----------
    model : Model
        A loaded model folder.
    given : mapping
        In which :func:`scoring.tables.records.mistakes` found none.
    taken : array of int
        Numbers of the portfolio's clients; an application without a number gets one that is not among them.

    Returns
    -------
    Assessment
        Out of sample as every other: whoever was in training, under this number with this date of birth or as
        the same person, is scored by the fold that did not see them.
    """
    number = given[APPLICATION].get("SK_ID_CURR")
    known = model.clients["SK_ID_CURR"].to_numpy()
    tables = applicant_tables(given, free_number(taken, known) if number is None else int(number))
    rows, absent = build(tables).collect(), absent_sources(tables)
    scores = score(model, rows, identity(tables).collect(), absent)
    (one,) = assessments(scores, rows, model.manifest, model.comparable, absent)
    return one


def free_number(*taken: npt.NDArray[np.int64]) -> int:
    """The lowest number above every number that is taken.

    Examples
    --------
    >>> free_number(np.array([100002, 100005]), np.array([100003]))
    100006
    """
    return 1 + max((int(numbers.max()) for numbers in taken if len(numbers)), default=0)
