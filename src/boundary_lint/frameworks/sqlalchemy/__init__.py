"""SQLAlchemy 1.4 and 2.x, and what stands on it: Flask-SQLAlchemy, SQLModel, Flask-AppBuilder.

Names first: `mapping` finds the mapped classes and ``Table`` objects, with `constants` (what an expression in a class body is),
`naming` (tables and schemas), `columns` and `relationships`. Then values: `queries`, `expressions` and `sessions` answer link.
"""
