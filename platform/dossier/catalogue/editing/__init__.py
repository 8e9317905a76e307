"""Definitions that are written here: drafts, live checks of their text, signed bundles."""
