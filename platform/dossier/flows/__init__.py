"""What happens, story by story: each function is one transaction."""
