"""The archive: reference codes, packages that outlive us, the four checks, retention."""
