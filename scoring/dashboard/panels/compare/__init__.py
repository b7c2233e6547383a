"""*Comparer*: a client beside a group of others."""
