"""A result as text or as JSON."""
