"""*Dossier*: the client's data, by source."""
