"""Contracts of import-linter, checked here and by lint-imports."""
