"""A changed request, and what the model would answer to it."""
