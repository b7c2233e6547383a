"""What a portfolio says of many clients: a variable's column, who meets criteria, groups, a client's place in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.arrays import Bools
from scoring.cohorts.column import Column
from scoring.cohorts.compare import Comparison, ComparisonRow, compare, comparison_rows
from scoring.cohorts.criteria import Criterion, matching
from scoring.cohorts.group_cache import Groups, Kind
from scoring.cohorts.groups import THEMES, Group, Observed, observed
from scoring.cohorts.pair import Pair, pair
from scoring.cohorts.stated import stated_criteria, texts_in
from scoring.cohorts.variables import BASICS, for_table, worth_comparing
from scoring.errors import UserError, refuse_other_kind
from scoring.features.revolving import lacks
from scoring.model.manifest import Manifest
from scoring.portfolio.client_rows import ClientRows
from scoring.portfolio.columns import read_column, read_values
from scoring.portfolio.current_portfolio import COLUMNS, theme_column
from scoring.portfolio.held_columns import HeldColumns

MAKE_A_GROUP = "Make it with Portfolio.group()."
NAME_THEM = "Write for instance ['application_amt_credit']."
HELD = 10  # columns, 1.4 MB each at 356,255 clients: what every client is asked first, and the variable compared


class ClientGroups(ClientRows):
    """Clients beside one another; only the columns that are asked for are read."""

    manifest: Manifest

    def column(self, feature: str) -> Column:
        """One feature of every client, or their ``score`` or ``zone``; the last few asked for are held.

        Parameters
        ----------
        feature : str
            A name of the catalogue, "score" or "zone".

        Raises
        ------
        UserError
            When the portfolio does not hold this feature.
        """
        if feature not in ("score", "zone") and feature not in self.about.variables:
            raise UserError(f"The portfolio holds no variable {feature}.", "Choose one of Portfolio.variables().")
        return self._columns.hold(feature)

    def find(self, criteria: Sequence[Criterion]) -> Bools:
        """Which clients meet every criterion, in the portfolio's order; only the columns needed are read.

        Parameters
        ----------
        criteria : sequence of Criterion
            All of them are to be met; everyone where there is none.

        Returns
        -------
        array of bool
            One a client, as :attr:`clients` has them.

        Raises
        ------
        UserError
            When a criterion cannot be met or is not understood, as :func:`scoring.cohorts.criteria.check` says.
        """
        return matching(stated_criteria(criteria), self.column, len(self.clients))

    def variables(self) -> list[str]:
        """Features worth comparing, theme by theme, what a manager asks first before the rest."""
        return list(self._offered)

    def group(self, kind: Kind, client: int, criteria: Sequence[Criterion] = ()) -> Group:
        """Whom to compare a client with; the client is one of them where the group's rule has them.

        Parameters
        ----------
        kind : str
            "all" for everyone; "zone" for those with the client's decision zone; "similar" for those of about the
            same age, income type and amount; "nearest" for those whose reasons are alike; "own" for the criteria's.
        client : int
            SK_ID_CURR.
        criteria : sequence of Criterion, optional
            Whom the kind "own" is made of; they count for it only.

        Raises
        ------
        UserError
            When the kind is none of these, nobody has this number, or a criterion is not understood, as
            :func:`scoring.cohorts.criteria.check` says.
        """
        return self._groups.of(kind, self.place(client), stated_criteria(criteria))

    def observed(self, group: Group) -> Observed:
        """What happened to a group: how many outcomes are known, the rate of difficulties and its interval.

        Parameters
        ----------
        group : Group
            As :meth:`group` makes it.

        Raises
        ------
        UserError
            When it is none of this portfolio's.
        """
        self._refuse_no_group(group)
        return observed(group, self._target, self.manifest.interval_level)

    def compare(self, client: int, feature: str, group: Group) -> Comparison:
        """The client's place among a group for one feature.

        Parameters
        ----------
        client : int
            SK_ID_CURR.
        feature : str
            As :meth:`column` takes it.
        group : Group
            Whom to compare with, as :meth:`group` makes it.

        Raises
        ------
        UserError
            When nobody has this number, the portfolio does not hold this feature, or the group is none of its own.
        """
        self._refuse_no_group(group)
        return compare(self.column(feature), self._value(client, feature), group, self._target)

    def pair(self, client: int, first: str, second: str, group: Group) -> Pair:
        """Two features of a group together.

        Parameters
        ----------
        client : int
            SK_ID_CURR.
        first, second : str
            As :meth:`column` takes them; the second is a number.
        group : Group
            Whom to show, as :meth:`group` makes it.

        Raises
        ------
        UserError
            When nobody has this number, the portfolio does not hold a feature, the second one is a category, or the
            group is none of the portfolio's.
        """
        self._refuse_no_group(group)
        columns = self.column(first), self.column(second)
        if columns[1].levels:
            raise UserError(f"second: expected a number, got the category {second}.", "Take it as the first one.")
        return pair(*columns, (self._value(client, first), self._value(client, second)), group, self._target)

    def comparison_rows(self, client: int, group: Group, reasons: Iterable[str] = ()) -> tuple[ComparisonRow, ...]:
        """Twelve features of the client beside the group's middle: those of the reasons, then the basics.

        Parameters
        ----------
        client : int
            SK_ID_CURR.
        group : Group
            Whose middle, as :meth:`group` makes it.
        reasons : iterable of str, optional
            Features that stand first, the strongest before the others; those that are no features are passed over.

        Raises
        ------
        UserError
            When nobody has this number, the group is none of the portfolio's, or the reasons are no list of texts.
        """
        self._refuse_no_group(group)
        values = self.values(client)
        names = for_table(
            texts_in("reasons", reasons, NAME_THEM), (name for name in self.about.variables if not lacks(name, values))
        )
        return comparison_rows(names, values, lambda name: self._groups.middle(name, group))

    def _refuse_no_group(self, group: Group) -> None:
        refuse_other_kind("group", group, Group, MAKE_A_GROUP)
        if len(group.mask) != len(self.clients):
            got = f"group: expected one of {len(self.clients)} clients, got one of {len(group.mask)}."
            raise UserError(got, MAKE_A_GROUP)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.column, self._looked_at, self._themes, len(self.clients))

    @cached_property
    def _target(self) -> npt.NDArray[Any]:
        return read_values(self.folder / COLUMNS, "target")

    def _themes(self) -> Iterator[npt.NDArray[np.float32]]:
        """Read anew for each group: held, the six weigh 8.5 MB of a visitor's kernel at 356,255 clients."""
        return (read_values(self.folder / COLUMNS, theme_column(theme)) for theme in THEMES)

    @cached_property
    def _offered(self) -> tuple[str, ...]:
        return tuple(worth_comparing(self.about.variables, self.manifest.importance))

    @cached_property
    def _columns(self) -> HeldColumns:
        folder, levels = self.folder / COLUMNS, self.about.levels
        return HeldColumns(lambda name: read_column(folder, name, levels.get(name, ())), HELD)

    def _looked_at(self, feature: str) -> Column:
        """A column for a group's middle: the basics stand in every client's table, reasons differ."""
        return self._columns.hold(feature) if feature in BASICS else self._columns.glance(feature)

    def _value(self, client: int, feature: str) -> float | str | None:
        """What the client has of a feature, from their row; ``score`` and ``zone`` stand in columns only."""
        if feature in self.about.variables:
            return self.values(client)[feature]
        return self.column(feature).at(self.place(client))
