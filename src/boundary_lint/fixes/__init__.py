"""Findings that can be mended without a person's judgement: one fix per file, all in `table`.

A fix says from the facts alone whether it can do something at a place, and from the tree of the file what is to be changed there. It changes
the text between two places and nothing else, so that everything around it stays byte for byte. Where it is not sure it raises `Declined`.
"""
