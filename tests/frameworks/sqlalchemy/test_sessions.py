"""Sessions by type, by name, and what is no session."""

from boundary_lint.facts.program import ProgramFacts
from tests.frameworks.sqlalchemy.shop import shop
from tests.helpers import analyse, check

HEAD = """
    from sqlalchemy import create_engine, select
    from sqlalchemy.orm import Session, scoped_session, sessionmaker
    from shop.models import Customer, Line, Order, Tag, order_tags
"""


def expect(code: str) -> ProgramFacts:
    return check(shop(HEAD + code))


def test_what_sessions_do() -> None:
    expect("""
    def f(session: Session, order: Order, orders: list[Order]):
        session.add(Order())  # fact: write orders
        session.add_all([Order(), Customer()])  # fact: write orders, write customers
        session.add_all(orders)  # fact: write orders
        session.merge(order).customer  # fact: write orders, read customers
        session.delete(order)  # fact: delete orders
        session.refresh(order)  # fact: read orders
        session.get(Order, 1)  # fact: read orders
        session.get(Order, 1, with_for_update=True)  # fact: read orders, lock orders
        session.bulk_insert_mappings(Line, [])  # fact: write lines
        session.bulk_save_objects(orders)  # fact: write orders
    """)


def test_sessions_by_constructor_annotation_and_dependency() -> None:
    expect("""
    from typing import Annotated
    from fastapi import Depends
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
    SessionLocal = sessionmaker(bind=create_engine("sqlite://"))
    Scoped = scoped_session(SessionLocal)
    Async = async_sessionmaker()

    def get_db():
        db = SessionLocal()
        try:
            yield db
        finally:
            db.close()

    Db = Annotated[Session, Depends(get_db)]

    def a(x, order: Order):
        with SessionLocal() as one:
            one.add(order)  # fact: write orders
        with Session(create_engine("x")) as two:
            two.add(order)  # fact: write orders
        Scoped.add(order)  # fact: write orders
        Scoped().add(order)  # fact: write orders
        with SessionLocal.begin() as three:
            three.add(order)  # fact: write orders

    def b(work: Db, order: Order):
        work.add(order)  # fact: write orders

    def c(order: Order, work: Session = Depends(get_db)):
        work.add(order)  # fact: write orders

    async def d(work: AsyncSession, order: Order):
        await work.delete(order)  # fact: delete orders
        (await work.execute(select(Order))).scalars().first().lines  # fact: read orders, read lines
        async with Async() as other:
            await other.merge(order)  # fact: write orders

    class Repository:
        def __init__(self, work: Session):
            self.work = work

        def add(self, order: Order):
            self.work.add(order)  # fact: write orders
    """)


def test_sessions_by_name_need_a_mapped_argument() -> None:
    expect("""
    def f(db_session, registry, db, thing, statement):
        db_session.query(Order).all()  # fact: read orders
        thing.query(Order).all()  # fact: read orders
        thing.execute(select(Order))  # fact: read orders
        db.add(Order())  # fact: write orders
        db_session.get(Order, 1)  # fact: read orders
        registry.get(Order)
        registry.add(Order())
        db_session.add(thing)
        db.execute(statement)
    """)


def test_other_sessions_are_none() -> None:
    expect("""
    import aiohttp, boto3, requests
    session = requests.Session()

    async def f(order: Order):
        session.get("http://x")
        session.delete("http://x")
        requests.Session().get(order)
        async with aiohttp.ClientSession() as session2:
            await session2.get("http://x")
        boto3.Session().client("s3").delete(order)
    """)


def test_transactions() -> None:
    found = expect("""
    engine = create_engine("sqlite://")
    SessionLocal = sessionmaker(engine)

    def f(session: Session, order: Order):
        session.add(order)  # fact: write orders
        with session.begin():
            session.add(order)  # fact: write orders
        with session.begin_nested():
            session.add(order)  # fact: write orders
        with engine.begin() as connection:
            connection.execute(order_tags.insert())  # fact: write order_tags
        with SessionLocal.begin() as other:
            other.add(order)  # fact: write orders
    """)
    assert [access.transaction.rpartition(":")[2] for access in found.accesses] == ["11", "", "9", "10", "13"] or [
        bool(access.transaction) for access in sorted(found.accesses, key=lambda a: a.line)
    ] == [False, True, True, True, True]


def test_unknown_objects_are_counted() -> None:
    expect("""
    def f(session: Session, thing, statement):
        session.add(thing)  # fact: missed session
        session.execute(statement)  # fact: missed session
    """)


def test_flask_sqlalchemy() -> None:
    check(
        {
            "app.py": """
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()

        class User(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            posts = db.relationship("Post", backref=db.backref("author", lazy="joined"))

        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            user_id = db.Column(db.ForeignKey("user.id"))

        def view(x):
            User.query.filter_by(id=x).first_or_404().posts  # fact: read user, read post
            User.query.get_or_404(x)  # fact: read user
            db.session.query(Post).count()  # fact: read post, read user, join post user
            db.session.add(User())  # fact: write user
            db.session.execute(db.select(User)).scalars()  # fact: read user
            db.get_or_404(User, x)  # fact: read user
            for user in User.query.paginate(page=1).items:  # fact: read user
                user.id
            db.session.execute(db.text("select 1 from plain"))  # fact: read plain
    """
        }
    )


def test_a_query_class_of_the_program() -> None:
    check(
        {
            "app.py": """
        from flask_sqlalchemy import SQLAlchemy
        from flask_sqlalchemy.query import Query
        class OwnQuery(Query):
            def visible(self):
                return self.filter_by(visible=True)
            def newest(self):
                return self.order_by("x").first()
        db = SQLAlchemy(query_class=OwnQuery)

        class User(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            boss_id = db.Column(db.ForeignKey("user.id"))
            boss = db.relationship("User", remote_side=[id])

        def view():
            User.query.visible().first()  # fact: read user
            return User.query.visible().newest().boss  # fact: read user
    """
        }
    )


def test_sqlmodel() -> None:
    check(
        {
            "app.py": """
        from sqlmodel import Field, Session, SQLModel, create_engine, select
        engine = create_engine("sqlite://")
        class Team(SQLModel, table=True):
            id: int = Field(primary_key=True)
        class Hero(SQLModel, table=True):
            id: int = Field(primary_key=True)
            team_id: int = Field(foreign_key="team.id")
        def f():
            with Session(engine) as session:
                hero = session.exec(select(Hero).join(Team)).first()  # fact: read hero, read team, join hero team
                hero.team_id = 2  # fact: write hero
                session.add(hero)  # fact: write hero
                session.commit()
    """
        }
    )


def test_wrappers_are_rows_of_the_users_catalogue() -> None:
    import tempfile
    from pathlib import Path

    from boundary_lint.config.model import Config

    with tempfile.NamedTemporaryFile("w", suffix=".toml") as page:
        page.write('[resolver]\n"shop.code.fetch" = "sqlalchemy.get"\n')
        page.flush()
        found = analyse(
            shop(
                HEAD
                + """
    def fetch(cls, key): ...
    def f():
        fetch(Order, 1).customer
            """
            ),
            config=Config(catalog=(str(Path(page.name)),)),
        )
    assert {(a.op, a.table) for a in found.accesses} == {("read", "orders"), ("read", "customers")}


def test_dependencies_without_annotations() -> None:
    expect("""
    from fastapi import Depends, Security
    def get_db():
        db = Session()
        yield db

    class Service:
        def add(self, order: Order):
            self.run(order)
        def run(self, order: Order):
            Session().delete(order)  # fact: delete orders

    def get_order():
        return Session().get(Order, 1)  # fact: read orders

    def a(order: Order, store=Depends(get_db)):
        store.merge(order)  # fact: write orders

    def b(found=Security(get_order)):
        found.customer  # fact: read customers

    def c(service=Depends(Service)):
        service.run(Order())
    """)


def test_listeners_know_what_they_are_about() -> None:
    expect("""
    from sqlalchemy import event

    @event.listens_for(Order, "before_update")
    def changed(mapper, connection, target):
        target.customer.name  # fact: read customers
        connection.execute(order_tags.insert())  # fact: write order_tags

    @event.listens_for(Order.status, "set")
    def set(thing, value, old, initiator):
        thing.lines  # fact: read lines
    """)


def test_what_is_added_to_a_session_does_not_make_it_a_container() -> None:
    expect("""
    class Service:
        def __init__(self, session):
            self.db = session
            self.made = []

        def create(self):
            order = Order()
            self.db.add(order)  # fact: write orders
            self.made.append(order)

        def find(self):
            for order in self.made:
                order.customer  # fact: read customers
            return self.db.query(Order).first()  # fact: read orders
    """)
