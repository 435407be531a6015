"""The vocabulary of the analysis: syntax facts of one file, program facts of the whole, and files as discovered."""
