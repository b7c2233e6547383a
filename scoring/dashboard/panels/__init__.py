"""One small file a view. A view reads the state and draws; it decides nothing."""
