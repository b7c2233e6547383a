"""The decision in words, people out of a hundred, and the scale with the threshold."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.charts.scale import Scale
from scoring.dashboard.panels.decision.hundred import HUNDRED, hundred, percent, round_percent
from scoring.dashboard.panels.decision.reasons import reasons_html
from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import details, esc, fine, people, table
from scoring.explain.assessment import Assessment, Outside
from scoring.model.scores import UNSTABLE
from scoring.texts import format_number, format_value, mark, source
from scoring.texts.pages import page_words

NAMED = 3


class Decision(View):
    """What the model says, how sure one can be, and what speaks for and against."""

    section = "decision"

    def build(self) -> Sequence[widgets.Widget]:
        """Words, the scale, its sentence and table, reasons."""
        self.verdict, self.under, self.reasons = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.scale = Scale()
        return self.verdict, self.scale.figure, self.under, self.reasons

    def draw(self) -> None:
        """Everything from the Assessment."""
        one: Assessment | None = self.state.assessment
        self.body.layout.visibility = None if one else "hidden"
        if one is None:
            return
        words = f"<div>{self._zone(one)}{self._odds(one)}{self._known(one)}</div>"
        self.put(self.verdict, f'<div class="pad-verdict">{words}{self._people(one)}</div>')
        names = [self.say(f"scale.{zone}") for zone in ("refuse", "review", "accept")]
        marks = [self.say("scale.threshold", points=one.threshold_score), self.say("scale.points", points=one.score)]
        self.scale.show(one.score, one.threshold_score, one.review_scores, names, marks)
        self.put(self.under, self._scale_words(one))
        limits = f'<p class="pad-limits">{esc(self.say("decision.limits"))}</p>'
        usual = self.state.portfolio.manifest.reference
        self.put(self.reasons, reasons_html(one, usual, self.state.say, self.language), limits)

    def _zone(self, one: Assessment) -> str:
        key = one.zone if one.zone != "review" else f"review_{one.decision}"
        causes = "".join(f"<li>{esc(self._cause(one, cause))}</li>" for cause in one.review_because)
        because = f"<h3>{esc(self.say('decision.causes'))}</h3><ul>{causes}</ul>" if causes else ""
        return (
            f'<p class="pad-zone {one.zone}">{esc(self.say(f"zone.{one.zone}"))}</p>'
            f"<h2>{esc(self.say(f'decision.{key}'))}</h2>{because}"
        )

    def _cause(self, one: Assessment, cause: str) -> str:
        """A cause's sentence, with what it speaks of where that is known; also for a cause of a later model."""
        if cause == "out_of_range" and one.outside:
            return self._outside(one.outside)
        sentences = [value.sentence[self.language] for value in one.unusable if value.cause == cause]
        if sentences:
            return self._unusable(sentences)
        told = {reason.feature: reason.headline[self.language] for reason in (*one.raises, *one.lowers)}
        if cause == UNSTABLE and one.unsure_reason in told:
            return self.say("review.unsure_named", label=told[one.unsure_reason])
        key = f"review.{cause}"
        return self.say(key if key in page_words() else "review.other")

    def _unusable(self, sentences: Sequence[str]) -> str:
        """What could not be used, value by value; the first ones are named."""
        text, more = " ".join(sentences[:NAMED]), len(sentences) - NAMED
        return self.say("review.unusable_more", sentences=text, n=more) if more > 0 else text

    def _outside(self, values: Sequence[Outside]) -> str:
        language = self.language
        items = [
            self.say("review.outside_item", label=v.headline[language], value=v.value[language], seen=v.seen[language])
            for v in values[:NAMED]
        ]
        names, more = f"{mark('semicolon', language)} ".join(items), len(values) - NAMED
        if more > 0:
            names = self.say("review.outside_more", names=names, n=more)
        return self.say("review.outside_one" if len(values) == 1 else "review.outside_named", names=names)

    def _about(self, some: int) -> str:
        return self.say("decision.about", n=some) if some else self.say("decision.under_one")

    def _odds(self, one: Assessment) -> str:
        near, language = one.comparable, self.language
        seen, mean = hundred(near, language), round_percent(one.average_rate)
        lead = self.say(
            "decision.hundred_few" if seen.some < 2 else "decision.hundred",
            some=self._about(seen.some),
            low=seen.low,
            high=seen.high,
            rest=seen.rest if seen.some else self.say("decision.over"),
            average=mean or self.say("decision.under_one"),
        )
        observed = self.say(
            "decision.observed",
            n=format_number(near.n, language),
            difficulties=format_number(near.difficulties, language) if near.difficulties else self.say("decision.none"),
            level=format_value(near.level, "ratio", language),
        )
        shares = {"probability": one.probability, "repayment": one.repayment_probability, "threshold": one.threshold}
        shown = {name: esc(percent(share, language)) for name, share in shares.items()}
        return (
            f'<p class="pad-lead">{lead}</p>{fine(observed)}'
            f'<p class="pad-probability">{self.say("decision.probability", **shown)}</p>'
        )

    def _known(self, one: Assessment) -> str:
        thin = f'<p class="pad-flag">{esc(self.say("known.thin"))}</p>' if one.thin_file else ""
        known, everything = len(one.known), len(one.sources)
        key = {everything: "all", 0: "none_known", 1: "summary_one"}.get(known, "summary")
        lines = [self.say(f"known.{key}", known=known, all=everything)]
        for state, key in (("none", "missing"), ("absent", "absent")):
            names = ", ".join(source(s.name, self.language) for s in one.sources if s.state == state)
            if names:
                lines.append(self.say(f"known.{key}", names=names))
        return thin + fine(" ".join(lines)) + self._most_telling(one)

    def _most_telling(self, one: Assessment) -> str:
        """A score is a document one may ask for; a history that does not exist is only told."""
        if one.most_telling is None:
            return ""
        key = "tell_document" if one.most_telling.startswith("external") else "tell_history"
        words = self.say(f"known.{key}", name=source(one.most_telling, self.language))
        return f'<p class="pad-telling">{esc(words)}</p>'

    def _people(self, one: Assessment) -> str:
        some = round_percent(one.comparable.rate)
        numbers = {"some": some, "rest": HUNDRED - some}
        captions = (self.say("decision.people_some", **numbers), self.say("decision.people_rest", **numbers))
        return people(some, self.say("decision.people", **numbers), captions)

    def _scale_words(self, one: Assessment) -> str:
        distance = one.score - one.threshold_score
        key = "at" if not distance else "above" if distance > 0 else "below"
        sentence = self.say(f"scale.{key}", score=one.score, distance=abs(distance), threshold=one.threshold_score)
        low, high = one.review_scores
        rows = [
            (self.say("scale.client_row"), str(one.score)),
            (self.say("scale.threshold_row"), str(one.threshold_score)),
            (self.say("scale.review_row"), self.say("scale.range", low=low, high=high)),
        ]
        marks = table((self.say("scale.mark"), self.say("scale.value")), rows)
        return f"<p>{esc(sentence)}</p>{details(self.say('scale.table'), marks)}"
