"""SQLAlchemy 1.4 and 2.x, and what stands on it: Flask-SQLAlchemy, SQLModel, Flask-AppBuilder.

Names first: `mapping` finds mapped classes and ``Table`` objects, with `constants` (what an expression in a class body
is), `naming` (tables and schemas), `declarations` (columns) and `relationships`. Then values: `answers` for classes and
instances, `statements` for queries, `calls` for sessions and functions.
"""
