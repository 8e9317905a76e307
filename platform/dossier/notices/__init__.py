"""Letters, forms and public notices: what the office hands out, and the numbers they bear."""
