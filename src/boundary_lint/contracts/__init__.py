"""Import contracts that a team already has: import-linter's own, checked by its own code on our import graph."""
