"""Files as they come in and go out: kinds, limits, pictures, PDF, and faults told to a clerk."""
