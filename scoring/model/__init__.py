"""The model: trained on grouped folds, calibrated, with its threshold, saved as one self-describing folder."""
