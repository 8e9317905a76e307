"""Measures reading on generated papers; loaded only when it is asked for."""
