"""Lines to bullets."""
