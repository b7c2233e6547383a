"""The relationship manager's page: one state, views that read it and draw, one template for Voilà."""
