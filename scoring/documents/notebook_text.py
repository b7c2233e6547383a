"""What a notebook says, in one language: its prose, and the titles, heads and words of its figures and tables.

The sentences stand in ``scoring/texts/notebook/``, a file a notebook; a notebook names them and gives the numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from numbers import Integral, Real
from string import Formatter
from time import monotonic
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoring.documents import charts, figures
from scoring.documents.quality_sentences import points_word
from scoring.errors import UserError
from scoring.texts.group_names import group_name
from scoring.texts.sentences import notebook_words
from scoring.texts.words import Language, languages

if TYPE_CHECKING:
    from IPython.display import HTML, DisplayHandle, Markdown
    from matplotlib.figure import Figure

GROUPS = frozenset({"group", "reference"})  # columns whose values are groups of clients
LISTS = frozenset({"themes", "without"})  # columns whose values are words joined by commas


class NotebookText:
    """The texts of one notebook.

    Parameters
    ----------
    notebook : str
        Its file's name after the number: ``exploration`` of ``01_exploration``.
    language : {"en", "fr"}
        Language of every word and mark.

    Raises
    ------
    UserError
        When the language is another one.

    Examples
    --------
    >>> NotebookText("exploration", "fr")("values", cleaned=1200, noticed=3).replace("\u00a0", " ")
    'Valeurs corrigées : 1 200 ; lignes signalées : 3'
    """

    def __init__(self, notebook: str, language: Language) -> None:
        if language not in languages():
            raise UserError(f"Expected the language fr or en, got {language}.", 'Write language = "fr" or "en".')
        self.notebook, self.language = notebook, language
        self._progress: _Progress | None = None

    def __call__(self, key: str, **values: Any) -> str:
        """A sentence; numbers are written as the format after the colon in its braces says, with the language's marks.

        Raises
        ------
        KeyError
            When nobody wrote this sentence, or it names a value that is not given.
        """
        return self.shared(f"{self.notebook}.{key}", **values)

    def prose(self, key: str, **values: Any) -> Markdown:
        """A part of the prose, which begins with its heading."""
        from IPython.display import Markdown

        return Markdown(self(key, **values))

    def finding(self, key: str, **values: Any) -> HTML:
        """A conclusion, set apart from the prose around it."""
        return figures.finding(self(key, **values))

    def figure(
        self,
        drawn: Figure,
        key: str,
        table: pd.DataFrame | None = None,
        *,
        number: int | None = None,
        percent: Collection[str] = (),
        **values: Any,
    ) -> HTML:
        """A picture under its title, its numbers folded under it; as :func:`scoring.documents.figures.figure`."""
        head = None if table is None else self.in_words(table)
        return figures.figure(
            drawn, self(key, **values), head, number=number, percent=self.heads(percent), language=self.language
        )

    def table(
        self,
        frame: pd.DataFrame,
        key: str,
        *,
        number: int | None = None,
        percent: Collection[str] = (),
        **values: Any,
    ) -> HTML:
        """A table under its title; as :func:`scoring.documents.figures.table`."""
        return figures.table(
            self.in_words(frame),
            self(key, **values),
            number=number,
            percent=self.heads(percent),
            language=self.language,
        )

    def dots(
        self, frame: pd.DataFrame, label: str, value: str, axis: str, *, beside: str | None = None, **options: Any
    ) -> Figure:
        """Dots with their intervals, as :func:`scoring.documents.charts.dots`; ``axis`` is a key."""
        labelled = self._drawn_frame(frame, label, [value, *filter(None, [beside])])
        beside_head = None if beside is None else self.head(beside)
        drawn = charts.dots(labelled, label, self.head(value), axis=self._axis(axis), beside=beside_head, **options)
        return charts.in_language(drawn, self.language)

    def bars(
        self, frame: pd.DataFrame, label: str, value: str, axis: str, *, mark: str | None = None, **options: Any
    ) -> Figure:
        """Bars, as :func:`scoring.documents.charts.bars`; ``axis`` is a key."""
        labelled = self._drawn_frame(frame, label, [value, *filter(None, [mark])])
        mark_head = None if mark is None else self.head(mark)
        drawn = charts.bars(labelled, label, self.head(value), axis=self._axis(axis), mark=mark_head, **options)
        return charts.in_language(drawn, self.language)

    def along(self, frame: pd.DataFrame, x: str, y: str, axis: str, **options: Any) -> Figure:
        """A line along a number, as :func:`scoring.documents.charts.along`; ``axis`` is what stands under it."""
        drawn = charts.along(frame, x, y, axis=axis, value_axis=self._axis(y), **options)
        return charts.in_language(drawn, self.language)

    def in_words(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A frame as a reader sees it: heads, groups of clients and the words of the analysis in the language."""
        texts = frame.select_dtypes(exclude=["number", "bool"]).columns
        worded = {name: [self._worded(value, name) for value in frame[name]] for name in texts}
        if {"rule", "why"} <= set(frame.columns):
            worded["why"] = [self._common("why", *both) for both in zip(frame["rule"], frame["why"], strict=True)]
        return frame.assign(**worded).rename(columns=self.head)

    def head(self, column: str) -> str:
        """The head of a column; its name where nobody wrote another."""
        return self._common("head", column, column)

    def heads(self, columns: Collection[str]) -> list[str]:
        """The heads of columns."""
        return [self.head(name) for name in columns]

    def word(self, value: str) -> str:
        """A word of the analysis, as ``moved`` or ``wrongly refused``; as it is where nobody wrote another."""
        return self._common("word", value, value)

    def points(self, value: float) -> dict[str, Any]:
        """A number of points and the word behind it, by the names that the sentences have: ``points`` and ``unit``."""
        return {"points": value, "unit": points_word(value, self.language)}

    def span(self, rates: pd.DataFrame) -> str:
        """From the lowest to the highest rate, in words, for a title.

        Examples
        --------
        >>> rates = pd.DataFrame({"group": ["Woman", "Man"], "rate": [0.062, 0.113]})
        >>> NotebookText("exploration", "en").span(rates)
        'from 6.2% (Woman) to 11.3% (Man)'
        """
        if rates.empty:
            return self.shared("span.no_group")
        low, high = rates.sort_values("rate", kind="stable").iloc[[0, -1]][["group", "rate"]].to_dict("records")
        names = {"lowest": low["group"], "highest": high["group"]}
        named = {key: self._worded(group, "group") for key, group in names.items()}
        key = "span.one_group" if len(rates) == 1 else "span.from_to"
        return self.shared(key, low=low["rate"], high=high["rate"], **named)

    def group(self, name: str) -> str:
        """A group of clients as a reader of the language knows it."""
        return str(self._worded(name, "group"))

    def list(self, values: Collection[str], none: str = "none", column: str = "") -> str:
        """Words of the analysis, or of a column, one after the other; the word for none where there are none."""
        return ", ".join(self._common(column, value, self.word(value)) for value in values) or self.word(none)

    def progress(self, line: str) -> None:
        """Tell of long work in one line that the next one replaces, with the seconds since it began."""
        if self._progress is None:
            self._progress = _Progress(self)
        self._progress.tell(line)

    def shared(self, key: str, **values: Any) -> str:
        """A sentence of any notebook, by its whole key."""
        return _Numbers(self.language).vformat(notebook_words.all()[key].say(self.language), (), values)

    def _worded(self, value: Any, column: str) -> Any:
        if not isinstance(value, str):
            return value
        if column in LISTS:
            return self.list(value.split(", "), column=column)
        word = self._common(column, value, self.word(value))
        return group_name(value, self.language) if column in GROUPS and word == value else word

    def _drawn_frame(self, frame: pd.DataFrame, label: str, values: Sequence[str]) -> pd.DataFrame:
        """The frame with its labels in words and the drawn columns under their heads, which a legend shows."""
        labels = [self._worded(value, label) for value in frame[label]]
        return frame.assign(**{label: labels}).rename(columns={name: self.head(name) for name in values})

    def _axis(self, key: str) -> str:
        return self._common("axis", key, key)

    def _common(self, kind: str, name: str, otherwise: str) -> str:
        words: Mapping[str, Any] = notebook_words.all()
        key = f"{kind}.{name}"
        return str(words[key].say(self.language)) if key in words else otherwise


class _Progress:
    """One line of output that is written over."""

    def __init__(self, text: NotebookText) -> None:
        self.text, self.start, self.steps = text, monotonic(), 0
        self.handle: DisplayHandle | None = None

    def tell(self, line: str) -> None:
        from IPython.display import HTML, display

        self.steps += 1
        template = notebook_words.all()["word.progress"].say(self.text.language)
        seconds = round(monotonic() - self.start)
        progress = HTML(f"<p>{template.format(step=self.steps, seconds=seconds, line=line)}</p>")
        if self.handle is None:
            self.handle = display(progress, display_id=True)
        else:
            self.handle.update(progress)


class _Numbers(Formatter):
    """Fills braces: numbers with the marks of a language, whole ones with the mark of thousands."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, Real):
            return format(value, format_spec)
        spec = format_spec or ("," if isinstance(value, Integral) else "")
        return figures.with_marks(format(value, spec), self.language)
