"""Figures of a division of a program: what others publish of theirs, computed as they do. Pure functions of labels, links and traces."""
