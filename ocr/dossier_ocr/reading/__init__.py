"""The way of one file from bytes to values: which engine reads what, page by page."""
