"""``scoring train``: a model from the feature matrix."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from scoring.cli.commands import app, progress_lines, say_whether
from scoring.cli.memory import Memory, within
from scoring.files import current
from scoring.settings import Costs, Home


@app.command()
def train(
    context: typer.Context,
    candidate: Annotated[
        str | None,
        typer.Option(help="Which candidate to train; keeps this choice. An unknown name says which there are."),
    ] = None,
    aside: Annotated[
        bool, typer.Option("--aside", help="Put the model beside the current one; 'scoring models' compares, promotes.")
    ] = False,
    tune: Annotated[
        int | None, typer.Option(help="Seek the trees' hyperparameters by so many trials of Optuna; 0: as they are.")
    ] = None,
    clients: Annotated[
        int | None,
        typer.Option(help="Learn from at most so many clients, drawn by the seed; keeps this choice. 0: from all."),
    ] = None,
    missed_difficulty: Annotated[
        float | None, typer.Option(help="What a missed difficulty costs; keeps this choice, the threshold follows.")
    ] = None,
    wrong_refusal: Annotated[
        float | None, typer.Option(help="What a good client refused costs; keeps this choice, the threshold follows.")
    ] = None,
    without_blocks: Annotated[
        str | None,
        typer.Option(help="Blocks of features to do without, such as card,windows; keeps this choice. Empty: none."),
    ] = None,
    memory: Memory = None,
) -> None:
    """Train a model on the feature matrix and make it the current one."""
    from scoring.model.candidates import served_candidate
    from scoring.model.choice import choose, chosen
    from scoring.model.current_model import model_folder
    from scoring.model.feature_blocks import blocks_in
    from scoring.model.manifest import read_manifest
    from scoring.model.tune import with_trials
    from scoring.pipeline.stages import features_folder, make_model
    from scoring.pipeline.versions import model_version

    home: Home = context.obj
    with within(memory) as budget:
        settings = chosen(home)
        if candidate is not None:
            settings = dataclasses.replace(settings, candidate=candidate)
        if tune is not None:
            settings = with_trials(settings, tune)
        if clients is not None:
            settings = dataclasses.replace(settings, max_clients=clients or None)
        if without_blocks is not None:
            settings = dataclasses.replace(settings, without_blocks=blocks_in(without_blocks))
        settings = dataclasses.replace(settings, costs=costs_given(settings.costs, missed_difficulty, wrong_refusal))
        given = (candidate, tune, clients, missed_difficulty, wrong_refusal, without_blocks)
        served_candidate(settings)
        is_new = make_model(home, settings, progress_lines(), aside=aside, budget=budget)
        if any(choice is not None for choice in given) and not aside:
            choose(home, settings)  # not before: what cannot be trained is no choice to keep
        say_whether(is_new, "model")
    folder = home.models / model_version(features_folder(home), settings).name if aside else model_folder(home)
    is_current = current(home.models) == folder
    place = "the current one: nothing to put beside it" if is_current else "beside the current one"
    typer.echo(f"version {folder.name}{f' ({place})' if aside else ''}")
    metrics = read_manifest(folder).metrics
    typer.echo(f"out-of-fold AUC {metrics['auc']:.4f} ({metrics['auc_low']:.4f} to {metrics['auc_high']:.4f})")


def costs_given(costs: Costs, missed_difficulty: float | None, wrong_refusal: float | None) -> Costs:
    """The costs with what was given in place of what was chosen before.

    Raises
    ------
    UserError
        When one is no number above 0.

    Examples
    --------
    >>> costs_given(Costs(), 12.0, None)
    Costs(missed_difficulty=12.0, wrong_refusal=1.0)
    """
    given = {"missed_difficulty": missed_difficulty, "wrong_refusal": wrong_refusal}
    return dataclasses.replace(costs, **{name: value for name, value in given.items() if value is not None})
