"""Features: pure functions from tables to one row a client, the same for a batch and for one applicant.

Adapted from the Kaggle kernel "LightGBM with Simple Features": every table and every family of its
aggregates, without its defects (see ``docs/adr/0003-features.md``).
"""
