"""FastAPI: what a parameter is that is injected."""
