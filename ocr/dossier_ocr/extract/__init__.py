"""The fields of one paper: where each value may stand, and which place is the best."""
