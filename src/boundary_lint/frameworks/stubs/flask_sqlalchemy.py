import sqlalchemy
from sqlalchemy import Engine, delete, insert, join, outerjoin, select, text, update
from sqlalchemy.orm import (
    Query,
    aliased,
    contains_eager,
    immediateload,
    joinedload,
    scoped_session,
    selectinload,
    subqueryload,
    with_polymorphic,
)


class Model:
    pass


BaseQuery = Query


class SQLAlchemy:
    Model = Model
    Query = Query
    session = scoped_session()
    engine = Engine()
    func = sqlalchemy.func
    Table = sqlalchemy.Table
    MetaData = sqlalchemy.MetaData
    select = select
    insert = insert
    update = update
    delete = delete
    text = text
    join = join
    outerjoin = outerjoin
    aliased = aliased
    with_polymorphic = with_polymorphic
    joinedload = joinedload
    subqueryload = subqueryload
    selectinload = selectinload
    immediateload = immediateload
    contains_eager = contains_eager

    def create_scoped_session(self):
        return scoped_session()

    def create_session(self):
        return scoped_session()

    def get_engine(self):
        return Engine()

    def get_or_404(self, entity, ident):
        return self.session.get(entity)

    def first_or_404(self, statement):
        return self.session.scalars(statement).first()

    def one_or_404(self, statement):
        return self.session.scalars(statement).one()

    def paginate(self, select):
        return self.session.scalars(select)
