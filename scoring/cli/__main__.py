"""``python -m scoring.cli``: the command line without its script."""

from scoring.cli import main

main()
