"""Groups of clients: the criteria that make them, similar clients, one client compared with a group."""
