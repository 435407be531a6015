"""boundary-lint: one graph of imports, data accesses and remote calls, rules over it, and seams to cut along."""

__version__ = "0.1.0"
