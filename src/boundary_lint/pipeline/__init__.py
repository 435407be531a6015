"""The stages in order: from a folder to a result, with workers and the cache."""
