"""What was dropped on the counter: batches of files, kept unaltered."""
