"""Connections to databases: which server and which database on it a place names."""
