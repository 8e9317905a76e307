"""The picture of one page: upright, free of seals, measured, with what is no print told apart."""
