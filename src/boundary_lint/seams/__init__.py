"""Seams: which bounded contexts the code has by its own links and words, where to cut, and at which price."""
