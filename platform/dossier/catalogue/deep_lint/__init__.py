"""Forms made on purpose, to find what no form can ever meet."""
