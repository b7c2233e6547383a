"""The eight tables: their contract, their import and cleaning, their place on disk."""
