from flask_appbuilder.api import BaseApi, ModelRestApi
from flask_appbuilder.baseviews import BaseView
from flask_appbuilder.views import IndexView, ModelView
from flask_sqlalchemy import SQLAlchemy


class Model:
    pass


class SQLA(SQLAlchemy):
    Model = Model
