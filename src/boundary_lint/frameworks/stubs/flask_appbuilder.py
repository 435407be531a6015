from flask_sqlalchemy import SQLAlchemy


class Model:
    pass


class SQLA(SQLAlchemy):
    Model = Model
