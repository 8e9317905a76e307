"""The test set of reading: papers drawn from facts alone, apart from the drawings that we read."""
