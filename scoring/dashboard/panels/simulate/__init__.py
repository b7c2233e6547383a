"""*Simuler*: a changed request, before and after."""
