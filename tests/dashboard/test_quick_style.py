"""What costs the browser time at every change of the page is kept out of the style and of the figures."""

import re

import numpy as np
from ipywidgets import widget

from scoring.cohorts.compare import Column, compare
from scoring.cohorts.groups import everyone
from scoring.dashboard.charts.distribution import Distribution
from scoring.dashboard.charts.spread import bins
from scoring.dashboard.page import STYLES, page_style

# Each :has() that is in force on a usual screen is looked at again whenever anything on the page changes.
# These few are only found where what they look for is put in or taken out.
BY_CLASS_ONLY = {
    "html:has(.pad-body)",
    ".pad-body:has(.pad-own) .pad-session",
    ".pad-page .pad-file .pad-scroll:has(> .cards)",
}


def rules_of_a_usual_screen():
    """Selectors outside ``@media``, where a rule is in force at every width."""
    style = re.sub(r"/\*.*?\*/", "", page_style(), flags=re.DOTALL)
    depth, here, found = 0, "", []
    for character in re.sub(r"@media[^{]*\{", "@{", style):
        if character == "{":
            found += [here.strip()] if not depth and not here.strip().startswith("@") else []
            depth, here = depth + 1, ""
        elif character == "}":
            depth, here = depth - 1, ""
        else:
            here += character
    return [selector.strip() for selectors in found for selector in selectors.split(",\n")]


def test_no_rule_makes_the_browser_look_for_parts_at_every_change():
    rules = rules_of_a_usual_screen()
    assert len(rules) > 200
    assert len(STYLES) > 10
    assert {rule for rule in rules if ":has(" in rule} <= BY_CLASS_ONLY


def drawn(figure, values):
    column = Column("application_amt_credit", np.asarray(values, dtype=np.float32))
    comparison = compare(column, column.at(0), everyone(len(values)), np.full(len(values), np.nan))
    figure.show(bins(comparison), 0.0, comparison.median, ({0.0: "0"}, {0.0: "0 %"}))


def test_other_values_move_no_scale(monkeypatch):
    figure, sent = Distribution(), []
    drawn(figure, range(10))
    monkeypatch.setattr(widget.Widget, "_send", lambda self, message, **_: sent.append(type(self).__name__))
    drawn(figure, range(1000))
    assert "Bars" in sent
    assert "LinearScale" not in sent  # all that stands on a scale is drawn anew with it
    assert sent.count("Lines") == 1  # the middle's; the client's stays where it is, and nobody sees the steps
