"""What this application says of the client, by theme, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scoring.dashboard.panels.client_file.words import RecordWords
from scoring.dashboard.render.html import esc, fine
from scoring.portfolio.describe import Datum, pointless
from scoring.texts.words import capitalised, mark

# What people understand as it stands, in the order in which one asks for it; the rest is for specialists.
ASKED = (
    *("name_contract_type", "amt_credit", "amt_annuity", "implied_term", "amt_goods_price", "credit_goods_ratio"),
    *("annuity_income_ratio", "amt_income_total", "name_income_type", "occupation_type", "organization_type"),
    *("days_employed", "days_birth", "name_family_status", "cnt_children", "cnt_fam_members", "name_education_type"),
    *("name_housing_type", "flag_own_realty", "flag_own_car", "own_car_age", "days_registration", "days_id_publish"),
    *("days_last_phone_change", "reg_city_not_live_city", "reg_city_not_work_city", "ext_source_1", "ext_source_2"),
    *("ext_source_3", "amt_req_credit_bureau_year", "amt_req_credit_bureau_qrt", "amt_req_credit_bureau_mon"),
)
ORDER = {f"application_{name}": place for place, name in enumerate(ASKED)}


def is_asked(datum: Datum) -> bool:
    """Whether the application says it in plain words."""
    return datum.feature in ORDER


def request_html(data: Sequence[Datum], words: RecordWords) -> str:
    """Name and value by theme; what is not known in one sentence.

    Parameters
    ----------
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them; what is no part of the application in plain words is left out.
    words : RecordWords
        In the visitor's language.
    """
    applying = (datum for datum in data if is_asked(datum) and datum.applies)
    asked = sorted(applying, key=lambda datum: ORDER[datum.feature])
    themes = list(dict.fromkeys(datum.theme for datum in asked))
    known = sorted((datum for datum in asked if datum.raw is not None), key=lambda datum: themes.index(datum.theme))
    blocks = "".join(_block(theme, list(group)) for theme, group in groupby(known, lambda datum: datum.theme))
    aimless = pointless({datum.feature: datum.raw for datum in data})
    missing = [datum.label for datum in asked if datum.raw is None and datum.feature not in aimless]
    note = words.say("request.missing", names=f"{mark('semicolon', words.language)} ".join(missing)) if missing else ""
    return f'<h2>{esc(words.say("request.title"))}</h2><div class="pad-request">{blocks}</div>{fine(note)}'


def _block(theme: str, data: Sequence[Datum]) -> str:
    lines = "".join(f"<div><dt>{esc(datum.label)}</dt><dd>{esc(datum.value)}</dd></div>" for datum in data)
    return f"<section><h3>{esc(capitalised(theme))}</h3><dl>{lines}</dl></section>"
