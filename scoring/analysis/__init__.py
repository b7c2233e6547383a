"""Evidence as pandas frames: quality, rates, drift, fairness, costs, the comparison of candidates."""
