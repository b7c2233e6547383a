"""Spoil a small archive in seeded ways and score it: nothing may change a decision in silence (``make mutations``)."""
