"""*Le modèle*: what it was made from, how well it ranks, what it does not know, what its mistakes cost."""
