"""``scoring train``: a model from the feature matrix."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from scoring.cli.commands import app, progress_lines, say_whether
from scoring.cli.memory import Memory, within
from scoring.settings import Home


@app.command()
def train(
    context: typer.Context,
    candidate: Annotated[
        str | None, typer.Option(help="Keep this choice; an unknown name says which there are.")
    ] = None,
    aside: Annotated[
        bool, typer.Option("--aside", help="Put the model beside the current one; 'scoring models' compares, promotes.")
    ] = False,
    tune: Annotated[
        int | None, typer.Option(help="Seek the trees' hyperparameters by so many trials of Optuna; 0: as they are.")
    ] = None,
    memory: Memory = None,
) -> None:
    """Train a model on the feature matrix and make it the current one."""
    from scoring.model.choice import choose, chosen
    from scoring.model.current_model import model_folder
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
        if (candidate is not None or tune is not None) and not aside:
            choose(home, settings)
        say_whether(make_model(home, settings, progress_lines(), aside=aside, budget=budget), "model")
    folder = home.models / model_version(features_folder(home), settings).name if aside else model_folder(home)
    typer.echo(f"version {folder.name}{' (beside the current one)' if aside else ''}")
    metrics = read_manifest(folder).metrics
    typer.echo(f"out-of-fold AUC {metrics['auc']:.4f} ({metrics['auc_low']:.4f} to {metrics['auc_high']:.4f})")
