"""What the page knows at any moment: choices, and what is derived from them. No widget is made here."""
