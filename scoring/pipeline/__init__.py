"""The stages of a run, and archives scored without being imported."""
