"""What an office sets for itself, and how a definition then reads."""
