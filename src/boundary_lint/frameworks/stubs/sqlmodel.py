class SQLModel:
    pass
