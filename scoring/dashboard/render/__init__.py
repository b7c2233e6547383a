"""Plain HTML: text in place of widgets, terms with their explanation, numbers as they are typed."""
