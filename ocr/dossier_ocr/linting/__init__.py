"""What is wrong with document types, and their examples read without an engine."""
