"""Note, slides and model card, each from one run; and what executes the notebooks."""
