"""Expressions in CEL: their types, our functions, and how they run."""
