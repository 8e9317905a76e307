"""Papers as a counter's scanner would see them, one module for each kind."""
