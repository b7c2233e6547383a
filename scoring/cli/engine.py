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
CopiedTables = Annotated[
    str | None, typer.Option("--tables", help="Where Spark finds a copy of the home's tables: s3a://BUCKET/FOLDER.")
]


def cluster_of(engine: str, master: str | None, memory: str | None = None, tables: str | None = None) -> Cluster | None:
    """The cluster that was asked for; None for this machine.

    Raises
    ------
    UserError
        When nobody knows the engine, a master or an address is named for another one, the address is none, or a
        promise that Spark does not keep.
    """
    if engine not in ENGINES:
        raise UserError(f"Expected --engine {' or '.join(ENGINES)}, got {engine!r}.", "Name one of them.")
    if engine == "polars":
        if master is not None:
            raise UserError("--master goes with --engine spark.", "Name the engine, or leave the master out.")
        if tables is not None:
            raise UserError("--tables goes with --engine spark.", "Name the engine, or leave the address out.")
        return None
    if memory is not None:
        raise UserError(
            "--memory (or SCORING_MEMORY) speaks of this machine, and Spark has settings of its own.",
            "Leave it out; spark.driver.memory and spark.executor.memory stand in spark-defaults.conf.",
        )
    from scoring.spark.session import Cluster
    from scoring.spark.tables import address_of

    return Cluster(master or Cluster.master, tables=None if tables is None else address_of(tables))
