"""Dependency structure matrices: who uses whom, or who touches which table, as rows and columns in an order that shows layers and cycles."""
