"""What is shown while no client is asked for: the portfolio at a glance, nobody's file."""
