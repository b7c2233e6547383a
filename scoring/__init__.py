"""Credit scoring for *Prêt à dépenser*: tables, features, model, portfolio, assessment, page."""

__version__ = "0.1.0"
