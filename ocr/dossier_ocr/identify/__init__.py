"""Which papers lie on a page: what speaks for each type, and the region of each paper."""
