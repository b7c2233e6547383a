"""What a visitor's kernel imports before it makes the page, for the process that kernels are copied from.

Imported for its effect, by that process alone: with ipykernel, widgets look for a kernel to speak through.
"""

from __future__ import annotations

import gc
import os

import ipykernel.ipkernel
import ipykernel.kernelapp
import narwhals as nw
import polars as pl

import scoring.dashboard.page
import scoring.light_kernel.static_preview

__all__ = ["ipykernel", "scoring"]

nw.from_native(pl.LazyFrame())  # what it needs for Polars it imports when it first sees a frame of it
# A collection would write into every object that a copy shares with the others, and so copy it.
os.register_at_fork(before=gc.freeze)
