"""What is data and not code: document types, the rules they name, confidence, capture limits."""
