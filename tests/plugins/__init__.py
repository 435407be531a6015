"""What other programs load of us: the API, the pytest plugin, the contract type of import-linter."""
