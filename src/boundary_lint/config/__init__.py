"""The configuration: its shape, how it is found and read, and what only the tree can tell of it."""
