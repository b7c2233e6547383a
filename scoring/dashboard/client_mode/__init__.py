"""Client mode: one client's own page, without any way to another; made of widgets of its own, not of hidden ones."""
