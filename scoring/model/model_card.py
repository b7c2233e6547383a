"""The model card: what a reader must know before trusting a model folder, from its manifest alone."""

from __future__ import annotations

from scoring.features.catalogue import catalogue
from scoring.model.manifest import Manifest

MOST_SHOWN = 15


def model_card(manifest: Manifest) -> str:
    """Markdown with purpose, data, quality, decision rule, limits, inputs."""
    sections = (_purpose(manifest), _data(manifest), _quality(manifest), _decision(manifest), _inputs(manifest))
    return "\n\n".join(("# Model card", *sections)) + "\n"


def _purpose(manifest: Manifest) -> str:
    return (
        f"Model `{manifest.version}`. It gives the probability that a client has a payment difficulty: a payment "
        "late beyond a fixed number of days on one of the first instalments. It supports a relationship manager's "
        "decision; it does not replace it. Its contributions are statistical findings, not causes."
    )


def _data(manifest: Manifest) -> str:
    absent = ", ".join(manifest.absent_sources) or "none"
    most = manifest.settings.get("max_clients")
    drawn = f" (at most {most:,}, drawn at random)" if most is not None else ""
    return (
        "## Data\n\n"
        f"{manifest.metrics['n']} clients with a known outcome{drawn}, {manifest.metrics['target_rate']:.2%} of them "
        f"in difficulty. Tables absent in training: {absent}. Fingerprint of the tables: `{manifest.data_fingerprint}`."
    )


def _quality(manifest: Manifest) -> str:
    m = manifest.metrics
    slope, intercept = manifest.calibration.slope, manifest.calibration.intercept
    return (
        "## Quality, out of fold\n\n"
        "| AUC (95 %) | log loss | Brier | ECE (noise alone) | KS | average precision |\n|---|---|---|---|---|---|\n"
        f"| {m['auc']:.4f} ({m['auc_low']:.4f} to {m['auc_high']:.4f}) | {m['log_loss']:.4f} | {m['brier']:.4f} | "
        f"{m['ece']:.4f} ({m['ece_floor']:.4f}) | {m['ks']:.3f} | {m['average_precision']:.3f} |\n\n"
        f"Calibration of the log-odds, fitted out of fold: intercept {intercept:+.4f}, slope {slope:.4f}"
        f"{' (no other was needed)' if slope == 1.0 else ''}."
    )


def _decision(manifest: Manifest) -> str:
    costs, policy = manifest.settings["costs"], manifest.policy
    return (
        "## Decision\n\n"
        f"A missed difficulty costs {costs['missed_difficulty']:g}, a wrong refusal {costs['wrong_refusal']:g}: "
        f"refused from a probability of {policy.threshold:.4f}. A person looks at probabilities between "
        f"{policy.review_low:.4f} and {policy.review_high:.4f}, at files with an absent table, at values outside what "
        "the model has seen, and at reasons that another fold's scorer does not share."
    )


def _inputs(manifest: Manifest) -> str:
    strongest = list(manifest.importance)[:MOST_SHOWN]
    lines = "\n".join(f"- {catalogue()[name].label.en}" for name in strongest)
    switches = ", ".join(f"{name} {'on' if on else 'off'}" for name, on in manifest.settings["switches"].items())
    without = ", ".join(manifest.settings.get("without_blocks", ())) or "none"
    return (
        f"## Inputs\n\n{len(manifest.features)} features in all scorers together. "
        f"Sex is never an input. Switches: {switches}. Blocks of features left out: {without}. "
        f"The {len(strongest)} that weigh most:\n\n{lines}"
    )
