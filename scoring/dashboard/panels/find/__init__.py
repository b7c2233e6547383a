"""Find a client: by number, by criteria, through the list found."""
