"""Answers about known clients as they are sent, held for those asked for again: 38 kB and a hash each.

Of the Assessment itself only what the journal is told stays: its 600 objects more would be 65 kB of each answer, and
looked through again and again by Python's collector, which stopped the server for up to 270 ms (measured).
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter
from starlette.responses import Response

from scoring.api.problem import ProblemError
from scoring.explain.assessment import Assessment
from scoring.journal.entry import shown_of
from scoring.journal.shown import ShownRecorder
from scoring.portfolio import Portfolio

ASSESSMENT: TypeAdapter[Assessment] = TypeAdapter(Assessment)
MOST = 1000  # 49 MB (measured)
CHANGED = "Expected the answer that If-Match names, got another one. Read it again without If-Match."
_TAGS = re.compile(r'(?:"[^"]*"|[^,"]|")+')  # between commas; a tag may hold some between its quotes


@dataclass(frozen=True)
class Answer:
    """An Assessment's JSON, the tag that names this JSON, the model that answered, and what the journal is told."""

    body: bytes
    tag: str
    model: str
    shown: Mapping[str, Any]

    @classmethod
    def of(cls, assessment: Assessment) -> Answer:
        """An Assessment made ready to be sent."""
        body = ASSESSMENT.dump_json(assessment)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return cls(body, tag, assessment.model, shown_of(assessment))

    def response(self, if_none_match: str, if_match: str = "") -> Response:
        """The answer, or 304 where the caller holds it.

        Parameters
        ----------
        if_none_match : str
            The tags of what they hold, weak ones too, or ``*`` for whatever it is; several lines with commas between.
        if_match : str, default ""
            The tags of what it must be, or ``*``; a weak one names no answer to the last digit (RFC 9110, 13.1.1).

        Raises
        ------
        ProblemError
            412 where the answer is another one than it must be.
        """
        if if_match and not {self.tag, "*"} & {tag.strip() for tag in _TAGS.findall(if_match)}:
            raise ProblemError(412, CHANGED, headers={"ETag": self.tag})
        held = {tag.strip().removeprefix("W/") for tag in _TAGS.findall(if_none_match)}
        if held & {self.tag, "*"}:
            return Response(status_code=304, headers={"ETag": self.tag})
        return Response(self.body, headers={"ETag": self.tag}, media_type="application/json")


@dataclass
class AnswerCache:
    """The answers asked for last, of one portfolio; another portfolio empties it.

    Parameters
    ----------
    most : int
        How many are held.
    recorder : ShownRecorder, optional
        Puts on record whom an answer is given to.
    """

    most: int = MOST
    recorder: ShownRecorder | None = None
    _folder: Path | None = None
    _answers: OrderedDict[int, Answer] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def held(self, portfolio: Portfolio, client: int) -> Answer | None:
        """The answer about a client, where it is held."""
        with self._lock:
            if self._folder != portfolio.folder or client not in self._answers:
                return None
            self._answers.move_to_end(client)
            return self._answers[client]

    def held_for(self, portfolio: Portfolio, client: int, who: str) -> Answer | None:
        """The same, where it need not be put on record first."""
        answer = self.held(portfolio, client)
        if answer is None or (self.recorder and self.recorder.is_due(who, client, answer.model)):
            return None
        return answer

    def answer_to(self, portfolio: Portfolio, client: int, who: str) -> Answer:
        """The answer about a client, once it is on record that it is given to somebody.

        Raises
        ------
        UserError
            When nobody has this number, or it could not be put on record.
        """
        answer = self.answer(portfolio, client)
        if self.recorder is not None:
            self.recorder.note_look(who, client, answer.model, answer.shown)
        return answer

    def answer(self, portfolio: Portfolio, client: int) -> Answer:
        """The answer about a client, made where it is not held.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        held = self.held(portfolio, client)
        if held is not None:
            return held
        answer = Answer.of(portfolio.assess(client))
        with self._lock:
            if self._folder != portfolio.folder:
                self._folder, self._answers = portfolio.folder, OrderedDict()
            self._answers[client] = answer
            if len(self._answers) > self.most:
                self._answers.popitem(last=False)
        return answer
