"""Who may ask: keys with roles, and under which conditions a door may be opened to other machines."""
