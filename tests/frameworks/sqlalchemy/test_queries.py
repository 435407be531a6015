"""Queries and statements: which tables they read, write, delete from, lock and join."""

from tests.frameworks.sqlalchemy.shop import shop
from tests.helpers import check

HEAD = """
    from sqlalchemy import delete, exists, func, insert, join, select, text, update
    from sqlalchemy.orm import Load, Session, aliased, contains_eager, joinedload, lazyload, noload, selectinload
    from shop.models import Change, Customer, Line, Order, Product, Tag, order_tags
"""


def expect(code: str) -> None:
    check(shop(HEAD + code))


def test_queries_run_where_they_end() -> None:
    expect("""
    def f(session: Session, x):
        session.query(Order).filter(Order.id == x).first()  # fact: read orders
        session.query(Order.id, func.count(Line.id)).join(Line).all()  # fact: read orders, read lines, join orders lines
        session.query(Order).filter(Order.id == x).delete()  # fact: delete orders
        session.query(Order).filter(Order.id == x).update({})  # fact: write orders
        session.query(Order).with_for_update().one()  # fact: read orders, lock orders
        return session.query(Tag)  # fact: read tags
    """)


def test_statements_run_where_they_are_executed() -> None:
    expect("""
    def build():
        return select(Order).where(Order.id == 1)  # fact: read orders

    def run(session: Session):
        session.execute(build()).scalars().all()  # fact: read orders
        session.scalar(select(func.count()).where(Tag.id == 1))  # fact: read tags
        session.execute(update(Order).values(status=1))  # fact: write orders
        session.execute(delete(Line).where(Line.id == 1))  # fact: delete lines
        session.execute(insert(order_tags).from_select(["a"], select(Tag.id)))  # fact: write order_tags, read tags, join order_tags tags
        session.execute(text("select * from plain"))  # fact: read plain
    """)


def test_joins_by_class_relationship_and_condition() -> None:
    expect("""
    def f(session: Session):
        session.query(Order).join(Customer).all()  # fact: read orders, read customers, join orders customers
        session.query(Order).outerjoin(Order.customer).all()  # fact: read orders, read customers, join orders customers
        session.query(Order).join(Order.tags).all()  # fact: read orders, read tags, read order_tags, join orders tags, join orders order_tags
        session.query(Order).filter(Order.customer_id == Customer.id).all()  # fact: read orders, read customers, join orders customers
        session.query(Order).filter(Order.tags.any(Tag.id == 1)).all()  # fact: read orders, read tags, read order_tags, join orders tags, join orders order_tags
        session.query(Order).filter(Order.id.in_(select(Line.order_id))).all()  # fact: read orders, read lines, join orders lines
        session.query(Order).filter(~exists().where(Line.order_id == Order.id)).all()  # fact: read orders, read lines, join orders lines
        session.execute(select(Tag.id).select_from(join(Order, Customer)))  # fact: read tags, read orders, read customers, join tags orders, join tags customers
    """)


def test_loading_options_read_their_targets() -> None:
    expect("""
    def f(session: Session):
        session.query(Order).options(joinedload(Order.customer)).all()  # fact: read orders, read customers, join orders customers
        session.query(Order).options(joinedload("customer")).all()  # fact: read orders, read customers, join orders customers
        session.query(Order).options(selectinload(Order.lines).joinedload(Line.product)).all()  # fact: read orders, read lines, read products, join orders lines, join orders products
        session.query(Order).options(lazyload(Order.customer)).all()  # fact: read orders
        session.query(Line).all()  # fact: read lines, read products, join lines products
        session.query(Line.id).all()  # fact: read lines
    """)


def test_options_keep_relationships_from_being_loaded() -> None:
    expect("""
    def f(session: Session):
        session.query(Line).options(noload("*")).all()  # fact: read lines
        session.query(Line).options(lazyload(Line.product)).all()  # fact: read lines
        session.scalars(select(Line).options(Load(Line).raiseload("product")))  # fact: read lines
        session.query(Line).options(joinedload(Line.order).lazyload("*")).all()  # fact: read lines, read orders, read products, join lines orders, join lines products
    """)


def test_what_a_query_says_of_itself_reads_nothing() -> None:
    expect("""
    def f(session: Session):
        query = session.query(Order)  # fact: read orders
        return [
            described["entity"]
            for described in query.column_descriptions
        ]
    """)


def test_what_rows_are() -> None:
    expect("""
    def f(session: Session):
        for order in session.query(Order):  # fact: read orders
            order.customer.name  # fact: read customers
        for order, customer in session.execute(select(Order, Customer)):  # fact: read orders, read customers, join orders customers
            order.lines  # fact: read lines
            customer.orders  # fact: read orders
        for order in session.scalars(select(Order)):  # fact: read orders
            order.tags  # fact: read tags, read order_tags
        session.get(Order, 1).customer  # fact: read orders, read customers
        session.execute(select(Order)).scalar_one().customer  # fact: read orders, read customers
    """)


def test_aliases_subqueries_and_columns_of_other_queries() -> None:
    expect("""
    def f(session: Session):
        other = aliased(Customer)
        session.query(other).all()  # fact: read customers
        sub = select(Line.order_id).subquery()  # fact: read lines
        session.query(Order).join(sub, sub.c.order_id == Order.id).all()  # fact: read orders, read lines, join orders lines
        session.query(Order).with_entities(Order.id).all()  # fact: read orders
    """)


def test_core_tables_and_connections() -> None:
    expect("""
    from sqlalchemy import create_engine
    engine = create_engine("sqlite://")

    def f():
        with engine.connect() as connection:
            connection.execute(order_tags.select())  # fact: read order_tags
            connection.execute(order_tags.insert(), {})  # fact: write order_tags
            connection.execute(Order.__table__.update())  # fact: write orders
            connection.execute(select(order_tags.c.tag_id))  # fact: read order_tags
            connection.execute("delete from plain")  # fact: delete plain
    """)


def test_dynamic_relationships_are_queries() -> None:
    expect("""
    def f(order: Order):
        order.history.filter(Change.id == 1).all()  # fact: read changes
        order.history.delete()  # fact: delete changes
    """)


def test_a_class_that_may_be_any_is_not_guessed() -> None:
    expect("""
    MODELS = {"a": Order, "b": Customer, "c": Line, "d": Tag, "e": Product}
    def f(session: Session, name):
        session.query(MODELS.get(name)).all()  # fact: missed query
    """)


def test_unions_and_proxies() -> None:
    expect("""
    from sqlalchemy import union
    from sqlalchemy.ext.associationproxy import association_proxy
    from shop.models import Base, Column, Integer, ForeignKey, relationship

    class Note(Base):
        __tablename__ = "notes"
        id = Column(Integer, primary_key=True)
        order_id = Column(ForeignKey("orders.id"))
        order = relationship(Order)
        status = association_proxy("order", "status")

    def f(session: Session, note: Note):
        session.execute(union(select(Order.id), select(Line.id)))  # fact: read orders, read lines
        note.status  # fact: read orders
    """)


def test_a_mixin_of_many_classes_is_read_for_each() -> None:
    letters = "abcdefghij"
    classes = "\n".join(
        f'class {letter.upper()}(Found, Base):\n    __tablename__ = "{letter}"\n    id = Column(Integer, primary_key=True)'
        for letter in letters
    )
    found = ", ".join(f"read {letter}" for letter in letters)
    code = f"""
from sqlalchemy import Column, Integer
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase):
    pass

class Found:
    @classmethod
    def by_id(cls, session, id):
        return session.query(cls).filter(cls.id == id).one()  # fact: {found}

"""
    check({"shop/__init__.py": "", "shop/models.py": code + classes})
