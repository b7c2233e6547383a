"""Since when the model serves, and what changed from the one before."""

from __future__ import annotations

from datetime import date, datetime

from scoring.dashboard.panels.model.facts_html import method
from scoring.dashboard.render.html import esc, table
from scoring.dashboard.render.terms import Say
from scoring.dashboard.render.version import short_version
from scoring.documents.written_numbers import decimals, share
from scoring.model.manifest import Manifest
from scoring.portfolio.model_history import ModelHistory
from scoring.texts import Language, format_number
from scoring.texts.dates import long_date

WHY = {"trained": "trained", "promoted": "promoted", "rolled back": "rolled_back"}


def history_html(manifest: Manifest, history: ModelHistory, trained: date, say: Say, language: Language) -> str:
    """The served version, since when and why; beside it the one before, number by number.

    Parameters
    ----------
    manifest : Manifest
        Manifest of the served model.
    history : ModelHistory
        History of the models of the home.
    trained : date
        When the served model was trained.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    version, turn = manifest.version, history.serves_since(manifest.version)
    if turn is None:
        lines = [say("model.history.unwritten", version=short_version(version), date=long_date(trained, language))]
    else:
        since = long_date(datetime.fromisoformat(turn.since).astimezone(), language)
        lines = [say(f"model.history.{WHY[turn.why]}", version=short_version(version), date=since)]
    if history.current and history.current != version:
        lines.append(say("model.history.other", version=short_version(history.current)))
    before = history.before(version)
    lines.append(say("model.history.changed" if before is not None else "model.history.first"))
    text = "".join(f"<p>{esc(line)}</p>" for line in lines)
    if before is not None:
        older = before.trained.astimezone().date()
        text += _side_by_side((before.manifest, older), (manifest, trained), say, language)
    return f"<section><h2>{esc(say('model.history.title'))}</h2>{text}</section>"


def _side_by_side(before: tuple[Manifest, date], now: tuple[Manifest, date], say: Say, language: Language) -> str:
    """What differs first is not sorted out: six lines are read at a glance."""
    columns = [_column(manifest, day, say, language) for manifest, day in (before, now)]
    head = [say(f"model.history.{name}") for name in ("what", "before", "now")]
    rows = [(say(f"model.history.{name}"), columns[0][name], columns[1][name]) for name in columns[0]]
    return table(head, rows)


def _column(manifest: Manifest, day: date, say: Say, language: Language) -> dict[str, str]:
    metrics, costs = manifest.metrics, manifest.settings["costs"]
    ends = {name: decimals(metrics[name], language, 3) for name in ("auc", "auc_low", "auc_high")}
    weights = {name: format_number(value, language, 2) for name, value in costs.items()}
    return {
        "version": short_version(manifest.version),
        "day": long_date(day, language),
        "clients": format_number(metrics["n"], language),
        "method": method(manifest, language),
        "features": format_number(len(manifest.served_features), language),
        "ranks": say("model.history.auc", **ends),
        "threshold": share(manifest.policy.threshold, language),
        "costs": say("model.history.weights", **weights),
    }
