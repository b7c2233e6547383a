"""A changed request, and the model's answer to it."""
