"""Web frameworks: which path leads to which function or class of the program, and with which methods."""
