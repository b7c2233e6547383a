"""Pure functions from the tables to one row a client, with the catalogue that names each and what allows its use.

Adapted from the Kaggle kernel "LightGBM with Simple Features": every table and every family of its
aggregates, without its defects (see ``docs/adr/0003-features.md``).
"""
