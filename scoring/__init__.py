"""Credit scoring for *Prêt à dépenser*: tables, features, model, portfolio, assessment, page.

What a data scientist needs is imported from here; each name is loaded when it is first asked for (PEP 562), so that
``import scoring`` alone costs nothing.

>>> from scoring import Costs, catalogue
>>> round(Costs(missed_difficulty=5).threshold, 3)
0.167
>>> catalogue()["application_amt_credit"].label.en
'Loan amount requested'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.errors import UserError
    from scoring.explain.assessment import Assessment
    from scoring.features.catalogue import catalogue
    from scoring.model.estimator import CreditScorer
    from scoring.portfolio.read import Portfolio
    from scoring.public import assess, build_features, evaluate, simulate, train
    from scoring.settings import Costs, Home, Switches, Training, find_home
    from scoring.tables.store import open_tables

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "Costs",
    "CreditScorer",
    "Home",
    "Portfolio",
    "Switches",
    "Training",
    "UserError",
    "assess",
    "build_features",
    "catalogue",
    "evaluate",
    "find_home",
    "open_tables",
    "simulate",
    "train",
]

_MODULES = {
    "scoring.errors": ("UserError",),
    "scoring.explain.assessment": ("Assessment",),
    "scoring.features.catalogue": ("catalogue",),
    "scoring.model.estimator": ("CreditScorer",),
    "scoring.portfolio.read": ("Portfolio",),
    "scoring.public": ("assess", "build_features", "evaluate", "simulate", "train"),
    "scoring.settings": ("Costs", "Home", "Switches", "Training", "find_home"),
    "scoring.tables.store": ("open_tables",),
}


def __getattr__(name: str) -> object:
    """A public name, from the module that holds it."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
