"""What the model learned from, how well it ranks and whether its probability is one, in words before numbers."""

from __future__ import annotations

from scoring.dashboard.render.html import details, esc, fine, people
from scoring.dashboard.render.terms import Say
from scoring.documents.quality_sentences import calibration_gap, candidate_name, committee_number
from scoring.documents.written_numbers import decimals, share, share_between
from scoring.model.manifest import Manifest
from scoring.portfolio.evaluation import CalibrationPart, Evaluation, Interval
from scoring.texts import Language, capitalised, format_number
from scoring.texts import source as source_name
from scoring.texts.numbers import round_half_up
from scoring.texts.sentences import words


def sentence(text: str) -> str:
    """A finding of note or card as a sentence of its own."""
    return capitalised(text) + ("" if text.endswith(".") else ".")


def method(manifest: Manifest, language: Language) -> str:
    """How the served model is made, in words."""
    return candidate_name(str(manifest.settings["candidate"]), language)


def learned_html(manifest: Manifest, trained: str, *, simulated: bool, say: Say, language: Language) -> str:
    """How many clients, when, which data, how it is made.

    Parameters
    ----------
    manifest : Manifest
        Manifest of the served model.
    trained : str
        The day, as it is written.
    simulated : bool
        Whether the clients are.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    metrics, switches = manifest.metrics, manifest.settings["switches"].items()
    clients = {"n": format_number(metrics["n"], language), "rate": share(metrics["target_rate"], language)}
    lines = [say("model.learned.clients", date=trained, **clients)]
    lines.append(say("model.learned.simulated" if simulated else "model.learned.real"))
    used = format_number(len(manifest.served_features), language)
    debated = ", ".join(words(f"note.switch.{name}_{'on' if on else 'off'}", language) for name, on in switches)
    lines.append(say("model.learned.read", used=used, switches=debated))
    absent = ", ".join(source_name(source, language) for source in manifest.absent_sources)
    lines.append(say("model.learned.absent", sources=absent) if absent else say("model.learned.whole"))
    lines.append(say("model.learned.method", method=method(manifest, language)))
    return _section(say("model.learned.title"), _paragraphs(lines))


def ranking_html(manifest: Manifest, evaluation: Evaluation | None, say: Say, language: Language) -> str:
    """Of a hundred refused how many would have had a difficulty; what the AUC means.

    Parameters
    ----------
    manifest : Manifest
        Manifest of the served model.
    evaluation : Evaluation or None
        What was evaluated of it; without it the AUC stands alone.
    say : callable
        A sentence of the page by its key.
    language : str
        Language of numbers and names.
    """
    metrics = manifest.metrics
    auc = {name: decimals(100 * metrics[name], language, 1) for name in ("auc", "auc_low", "auc_high")}
    auc_line = f"<p>{esc(say('model.ranking.auc', written=decimals(metrics['auc'], language, 3), **auc))}</p>"
    title = say("model.ranking.title")
    if evaluation is None:
        return _section(title, auc_line)
    everyone = say("model.ranking.everyone", rate=share(metrics["target_rate"], language))
    measured = evaluation.intervals
    lines = [f"{_committee(measured.get('precision'), language)} {everyone}"]
    if "caught" in measured and "wrongly_refused" in measured:
        parts = _with_ends("caught", measured["caught"], language)
        parts |= _with_ends("wrongly", measured["wrongly_refused"], language)
        lines.append(say("model.ranking.shares", **parts))
    return _section(title, _hundred(measured.get("precision"), language) + _paragraphs(lines) + auc_line)


def calibration_html(manifest: Manifest, evaluation: Evaluation | None, say: Say, language: Language) -> str:
    """What was announced beside what came, in a few parts of the clients.

    Parameters
    ----------
    manifest : Manifest
        Manifest of the served model.
    evaluation : Evaluation or None
        What was evaluated of it; without its parts only the means are beside each other.
    say : callable
        A sentence of the page by its key.
    language : str
        Language of numbers and names.
    """
    metrics = manifest.metrics
    means = {"announced": metrics["mean_probability"], "observed": metrics["target_rate"]}
    mean = say("model.calibration.mean", **{name: share(value, language) for name, value in means.items()})
    gap = sentence(calibration_gap(metrics, language))
    small = details(say("model.specialist"), f"<p>{esc(say('model.calibration.gap', gap=gap))}</p>")
    title = say("model.calibration.title")
    if evaluation is None or not evaluation.calibration:
        return _section(title, f"<p>{esc(mean)}</p>{small}")
    parts = evaluation.calibration
    within = sum(part.low <= part.announced <= part.high for part in parts)
    key = "all" if within == len(parts) else "some" if within else "none"
    finding = say(f"model.calibration.{key}", within=within, parts=len(parts))
    note = fine(say("model.calibration.note", parts=len(parts)))
    return _section(title, f"<p>{esc(finding)} {esc(mean)}</p>{_bars(parts, say, language)}{note}{small}")


def _with_ends(name: str, interval: Interval, language: Language) -> dict[str, str]:
    """A share, with as many decimals as it takes to stand within its interval's ends."""
    value, low, high = share_between(interval.value, interval.low, interval.high, language)
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def _committee(precision: Interval | None, language: Language) -> str:
    ends = (precision.value, precision.low, precision.high) if precision is not None else (float("nan"),) * 3
    return sentence(committee_number(*ends, language))


def _hundred(precision: Interval | None, language: Language) -> str:
    """The hundred refused, those with a difficulty marked."""
    if precision is None:
        return ""
    marked = int(round_half_up(100 * precision.value, 0))
    return people(marked, _committee(precision, language))


def _bars(parts: tuple[CalibrationPart, ...], say: Say, language: Language) -> str:
    """A table that is a picture: two bars a part, announced over observed, the observed one's interval drawn on it."""
    widest = max(max(part.announced, part.high) for part in parts) or 1.0
    head = "".join(f'<th scope="col">{esc(say(f"model.calibration.{name}"))}</th>' for name in ("part", "rates"))
    named = zip(parts, (_part_name(index, len(parts), say) for index in range(len(parts))), strict=True)
    rows = "".join(_part_row(part, name, widest, say, language) for part, name in named)
    caption, columns = esc(say("model.calibration.caption")), f"<thead><tr>{head}</tr></thead>"
    return f'<table class="pad-pairs"><caption>{caption}</caption>{columns}<tbody>{rows}</tbody></table>'


def _part_name(index: int, parts: int, say: Say) -> str:
    key = "safest" if index == 0 else "riskiest" if index == parts - 1 else "between"
    return say(f"model.calibration.{key}", place=index + 1)


def _part_row(part: CalibrationPart, name: str, widest: float, say: Say, language: Language) -> str:
    wide = {key: f"{100 * getattr(part, key) / widest:.1f}" for key in ("announced", "observed", "low", "high")}
    reach = f"left:{wide['low']}%;width:{float(wide['high']) - float(wide['low']):.1f}%"
    announced = say("model.calibration.announced", value=share(part.announced, language))
    value, low, high = share_between(part.observed, part.low, part.high, language)
    observed = say("model.calibration.observed", value=value, low=low, high=high)
    return (
        f'<tr><th scope="row">{esc(name)}</th><td>'
        f'<span class="track" aria-hidden="true"><i class="announced" style="width:{wide["announced"]}%"></i></span>'
        f"<span>{esc(announced)}</span>"
        f'<span class="track" aria-hidden="true"><i class="observed" style="width:{wide["observed"]}%"></i>'
        f'<b style="{reach}"></b></span><span>{esc(observed)}</span></td></tr>'
    )


def limits_html(manifest: Manifest, say: Say, language: Language) -> str:
    """What the model does not know, and when it hands over to a person."""
    metrics, policy, costs = manifest.metrics, manifest.policy, manifest.settings["costs"]
    values = {
        "reach": decimals(100 * (metrics["auc_high"] - metrics["auc_low"]) / 2, language, 1),
        "low": share(policy.review_low, language),
        "high": share(policy.review_high, language),
        "ratio": format_number(costs["missed_difficulty"] / costs["wrong_refusal"], language, 2),
    }
    keys = ("unfinanced", "external", "time", "causes", "reach", "costs", "person")
    items = "".join(f"<li>{esc(say(f'model.limits.{key}', **values))}</li>" for key in keys)
    return _section(say("model.limits.title"), f"<ul>{items}</ul>")


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{esc(line)}</p>" for line in lines)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{esc(title)}</h2>{content}</section>"
