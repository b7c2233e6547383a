"""The rule book: what each column may hold, how texts are understood, what is refused, cleaned or looked at."""
