"""Residents known to the centre, their households, and what they let be used again."""
