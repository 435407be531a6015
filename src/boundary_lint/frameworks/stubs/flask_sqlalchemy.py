class Model:
    pass


class SQLAlchemy:
    Model = Model
