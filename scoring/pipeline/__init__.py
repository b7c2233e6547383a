"""The stages of a run, each skipped while nothing it depends on has changed."""
