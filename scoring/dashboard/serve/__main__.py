"""The page's server: ``python -m scoring.dashboard.serve NOTEBOOK``; ``scoring dashboard`` runs it for people.

A module of its own, as a kernel is copied from a process that reads the module this server was started with.
"""

from __future__ import annotations

from scoring.dashboard.serve.forked_kernel import can_copy, start_fork_server

if __name__ == "__main__":
    if can_copy():
        start_fork_server()  # imports beside Voilà's own
    from scoring.dashboard.serve.app import main

    main()
