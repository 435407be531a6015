"""Rule pages: read, tried on their examples, run on the graph."""
