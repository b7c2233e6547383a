"""The options that choose where features and scores are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scoring.errors import UserError

if TYPE_CHECKING:
    from scoring.spark.session import Cluster

ENGINES = ("polars", "spark")
Engine = Annotated[str, typer.Option("--engine", help="polars: this machine. spark: a cluster (docs/spark.md).")]
Master = Annotated[
    str | None, typer.Option("--master", help="Spark's master: local[2], spark://HOST:PORT, yarn, k8s://URL.")
]


def cluster_of(engine: str, master: str | None, memory: str | None = None) -> Cluster | None:
    """The cluster that was asked for; None for this machine.

    Raises
    ------
    UserError
        When nobody knows the engine, a master is named for another one, or a promise that Spark does not keep.
    """
    if engine not in ENGINES:
        raise UserError(f"Expected --engine {' or '.join(ENGINES)}, got {engine!r}.", "Name one of them.")
    if engine == "polars":
        if master is not None:
            raise UserError("--master goes with --engine spark.", "Name the engine, or leave the master out.")
        return None
    if memory is not None:
        raise UserError(
            "--memory (or SCORING_MEMORY) speaks of this machine, and Spark has settings of its own.",
            "Leave it out; spark.driver.memory and spark.executor.memory stand in spark-defaults.conf.",
        )
    from scoring.spark.session import Cluster

    return Cluster() if master is None else Cluster(master)
