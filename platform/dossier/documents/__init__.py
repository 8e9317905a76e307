"""What was read: readings, pages, documents and their values, and what people corrected."""
