"""*Pourquoi*: families of information, waterfall, what weighs for everyone."""
