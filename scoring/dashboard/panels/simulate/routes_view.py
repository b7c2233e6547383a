"""The way to a better answer: up to three routes, sought on demand, each to be tried with one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ipywidgets as widgets

from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.render.html import alert, esc, fine

MOST = 3
ACCEPTED = "accept"


class RoutesView(View):
    """A button that seeks, then a sentence a route with a button that puts it into the fields above."""

    section = "simulate"
    css_class = "routes"
    reads = ("simulate.routes", "simulate.searching", "simulate.start", "assessment", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """Everything once; routes that there are none of stay out of sight."""
        self.title, self.note = widgets.HTML(), widgets.HTML()
        self.seek = widgets.Button()
        self.seek.add_class("pad-button")
        self.seek.on_click(self._meant(lambda: self.state.simulate.search()))
        self.sentences = [widgets.HTML() for _ in range(MOST)]
        self.tries = [widgets.Button() for _ in range(MOST)]
        for place, button in enumerate(self.tries):
            button.on_click(self._meant(partial(self._try, place)))
        self.boxes = [widgets.VBox(pair) for pair in zip(self.sentences, self.tries, strict=True)]
        for box in self.boxes:
            box.add_class("pad-route")
        return self.title, self.seek, self.note, *self.boxes

    def draw(self) -> None:
        """What was found, or that nobody has asked yet."""
        say, state = self.say, self.state.simulate
        assessment = self.state.assessment
        is_accepted = assessment is not None and assessment.zone == ACCEPTED
        explained = [] if is_accepted else [fine(say("routes.explain"))]
        self.put(self.title, f"<h2>{esc(say('routes.title'))}</h2>", *explained)
        self.seek.description = say("routes.seek")
        hide(self.seek, is_accepted or state.start is None or state.routes is not None)
        for box in self.boxes:
            hide(box, hidden=True)
        if is_accepted:
            self.put(self.note, f"<p>{esc(say('routes.accepted'))}</p>")
        elif state.searching:
            self.put(self.note, fine(say("routes.seeking"), "status"))
        elif state.search_failed:
            self.put(self.note, alert(say("routes.failed")))
        elif state.routes is None:
            self.note.value = ""
        else:
            self._draw_routes()

    def _draw_routes(self) -> None:
        from scoring.what_if.route_words import RequiredScores, route_words, without_route

        routes_result = self.state.simulate.routes
        needed = RequiredScores.of(self.state.portfolio.assess(routes_result.client))
        self.put(self.note, *(f"<p>{esc(line)}</p>" for line in without_route(routes_result, self.language, needed)))
        for place, words in enumerate(route_words(routes_result, self.language)):
            self.put(self.sentences[place], f"<p><b>{esc(words.sentence)}</b></p>", fine(words.assumes))
            button, route = self.tries[place], routes_result.routes[place]
            button.description = self.say("routes.try", number=place + 1)
            button.tooltip = words.sentence
            hide(button, bool(route.credits))
            hide(self.boxes[place], hidden=False)

    def _try(self, place: int) -> None:
        self.state.simulate.try_route(place)

    def _meant(self, act: Callable[[], None]) -> Callable[[widgets.Button], None]:
        """What a press does, unless it was made while the client before was on the screen."""

        def pressed(_: widgets.Button) -> None:
            if not self.state.screen.is_behind:
                act()

        return pressed
