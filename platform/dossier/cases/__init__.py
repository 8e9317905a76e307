"""A case is its actions: what was done, by whom, and the status that follows."""
