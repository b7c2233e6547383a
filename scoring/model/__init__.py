"""Scorers, their training on grouped folds, calibration, the decision rule, and the model folder."""
