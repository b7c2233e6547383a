"""*Décision*: zone, score, risk and the strongest reasons."""
