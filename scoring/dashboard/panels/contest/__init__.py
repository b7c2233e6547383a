"""Contesting a piece of information: a form, the case answered anew, contests that wait for a person."""
