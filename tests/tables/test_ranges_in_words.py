"""The range that a column's rule states in words is the range it accepts, ends that may not be met included."""

import re

from scoring.tables.rules.column_rule import column_rules
from scoring.tables.schema import CONTRACT


def test_every_stated_range_is_the_accepted_one():
    stated = 0
    for table in CONTRACT.values():
        for name, rule in column_rules(table).items():
            found = re.fullmatch(r".* (from|above) ([\d,.−-]+)(?: to |, at most )([\d,.]+|-[\d,.]+)", rule.expected)
            if not found:
                continue
            low, high = (float(text.replace(",", "").replace("−", "-")) for text in found.groups()[1:])
            assert rule.out_of_range(low) is (found[1] == "above"), (name, rule.expected)
            assert not rule.out_of_range(high), (name, rule.expected)
            assert rule.out_of_range(low - 1), (name, rule.expected)
            assert rule.out_of_range(high + 1), (name, rule.expected)
            stated += 1
    assert stated > 50
