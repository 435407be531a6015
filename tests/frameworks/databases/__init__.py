"""Which database a place connects to."""
