"""Which classes are mapped to which tables."""

import pytest

from tests.helpers import analyse

HEAD = """
    import re
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
    from sqlalchemy.orm import DeclarativeBase, declarative_base, declared_attr, registry, relationship
"""


def tables(code: str, head: str = HEAD) -> dict[str, str]:
    found = analyse({"shop/__init__.py": "", "shop/models.py": head + code})
    return {model.model.removeprefix("shop.models."): model.table for model in found.models}


def test_bases_of_every_kind() -> None:
    assert tables("""
    class Modern(DeclarativeBase): pass
    Old = declarative_base()
    mapper_registry = registry()
    Generated = mapper_registry.generate_base()

    class A(Modern): __tablename__ = "a"
    class B(Old): __tablename__ = "b"
    class C(Generated): __tablename__ = "c"

    @mapper_registry.mapped
    class D: __tablename__ = "d"

    @mapper_registry.mapped_as_dataclass
    class E: __tablename__ = "e"
    """) == {"A": "a", "B": "b", "C": "c", "D": "d", "E": "e"}


def test_base_class_given_to_declarative_base() -> None:
    assert tables("""
    class Shared:
        def save(self): ...
    Base = declarative_base(cls=Shared)
    class A(Base): __tablename__ = "a"
    """) == {"A": "a"}


def test_as_declarative_makes_a_base() -> None:
    assert tables("""
    from sqlalchemy.ext.declarative import as_declarative
    @as_declarative()
    class Base:
        @declared_attr
        def __tablename__(cls): return cls.__name__.lower()
    class Order(Base): id = Column(Integer, primary_key=True)
    """) == {"Order": "order"}


@pytest.mark.parametrize(
    ("body", "table"),
    [
        ("return cls.__name__.lower()", "bigorder"),
        ('return f"shop_{cls.__name__.lower()}s"', "shop_bigorders"),
        ('return "shop_" + cls.__name__.lower()', "shop_bigorder"),
        ('return "%s_t" % cls.__name__.lower()', "bigorder_t"),
        ('return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()', "big_order"),
        ("return snake(cls.__name__)", "big_order"),
        ("return split(cls.__name__)", "big_order"),
        ("return cls.prefix + cls.__name__", "x_BigOrder"),
        ("return PATTERN.sub(r'_\\\\1', cls.__name__).lower().lstrip('_')", "big_order"),
        ("import inflection\\n            return inflection.underscore(cls.__name__)", "big_order"),
    ],
)
def test_table_names_computed_from_the_class_name(body: str, table: str) -> None:
    body = body.replace("\\n", "\n").replace("\\\\", "\\")
    assert tables(f"""
    PATTERN = re.compile("([A-Z])")
    def snake(name):
        first = re.sub("(.)([A-Z][a-z]+)", r"\\1_\\2", name)
        return re.sub("([a-z0-9])([A-Z])", r"\\1_\\2", first).lower()
    def split(name):
        parts = re.split("(?=[A-Z])", name)
        return "_".join([part.lower() for part in parts if part])
    class Base(DeclarativeBase):
        prefix = "x_"
        @declared_attr.directive
        def __tablename__(cls):
            {body}
    class BigOrder(Base): id = Column(Integer, primary_key=True)
    """) == {"BigOrder": table}


def test_a_name_that_cannot_be_computed_is_guessed_and_said_so() -> None:
    found = analyse(
        {
            "shop.py": HEAD
            + """
    import secrets
    class Base(DeclarativeBase):
        @declared_attr
        def __tablename__(cls): return secrets.token_hex() + cls.__name__
    class BigOrder(Base): id = Column(Integer, primary_key=True)
    """
        }
    )
    assert [model.table for model in found.models] == ["big_order"]
    assert [gap.subject for gap in found.gaps] == ["shop.BigOrder"]


def test_patterns_that_may_take_long_are_not_tried() -> None:
    assert tables("""
    class Base(DeclarativeBase):
        @declared_attr
        def __tablename__(cls): return re.sub("((a+)+)+$", "", "a" * 60 + cls.__name__)
    class A(Base): id = Column(Integer, primary_key=True)
    """) == {"A": "a"}


def test_schemas() -> None:
    assert tables("""
    class Base(DeclarativeBase): pass
    class Sales(DeclarativeBase):
        metadata = MetaData(schema="sales")
    Audit = declarative_base(metadata=MetaData(schema="audit"))
    class A(Base):
        __tablename__ = "a"
        __table_args__ = {"schema": "one"}
    class B(Base):
        __tablename__ = "b"
        __table_args__ = (None, {"schema": "two"})
    class C(Base):
        __tablename__ = "c"
        @declared_attr
        def __table_args__(cls): return merged(cls, schema="three")
    class D(Sales): __tablename__ = "d"
    class E(Audit): __tablename__ = "e"
    """) == {"A": "one.a", "B": "two.b", "C": "three.c", "D": "sales.d", "E": "audit.e"}


def test_inheritance_abstract_bases_and_mixins() -> None:
    assert tables("""
    class Base(DeclarativeBase): pass
    class Named:
        __tablename__ = "from_mixin"
    class Abstract(Base):
        __abstract__ = True
        __tablename__ = "from_abstract"
    class Parent(Base):
        __tablename__ = "parents"
        id = Column(Integer, primary_key=True)
    class Single(Parent): pass
    class Joined(Parent):
        __tablename__ = "joined"
        id = Column(ForeignKey("parents.id"), primary_key=True)
    class A(Named, Base): pass
    class B(Abstract): pass
    """) == {"Parent": "parents", "Single": "parents", "Joined": "joined", "A": "from_mixin", "B": "from_abstract"}


def test_single_table_child_of_a_base_that_names_tables() -> None:
    assert tables("""
    from sqlalchemy.orm import has_inherited_table
    class Base(DeclarativeBase):
        @declared_attr.directive
        def __tablename__(cls):
            if has_inherited_table(cls):
                return None
            return cls.__name__.lower()
    class Animal(Base): id = Column(Integer, primary_key=True)
    class Cat(Animal): pass
    """) == {"Animal": "animal", "Cat": "animal"}


def test_imperative_mapping_and_explicit_tables() -> None:
    assert tables("""
    mapper_registry = registry()
    metadata = MetaData()
    orders = Table("orders", metadata, Column("id", Integer, primary_key=True))
    lines = Table("lines", metadata, Column("order_id", ForeignKey("orders.id")))
    class Order: pass
    class Line: pass
    def start_mappers():
        mapper_registry.map_imperatively(Line, lines)
        mapper_registry.map_imperatively(Order, orders, properties={"lines": relationship(Line)})
    class Base(DeclarativeBase): pass
    class Old(Base):
        __table__ = Table("old", Base.metadata, Column("id", Integer, primary_key=True), schema="past")
    """) == {"Order": "orders", "Line": "lines", "Old": "past.old"}


def test_a_class_of_an_unknown_library_that_names_its_table() -> None:
    assert tables("""
    from company_platform.models import CoreOrder
    class Order(CoreOrder): __tablename__ = "orders"
    class NotMapped: __tablename__ = "nothing"
    """) == {"Order": "orders"}


def test_flask_sqlalchemy_names_tables_by_its_own_rule() -> None:
    assert tables("""
    from flask_sqlalchemy import SQLAlchemy
    db = SQLAlchemy()
    class HTTPServer2(db.Model): id = db.Column(db.Integer, primary_key=True)
    class Special(HTTPServer2): note = db.Column(db.String)
    class Own(db.Model):
        __tablename__ = "mine"
    class Helper(db.Model):
        __abstract__ = True
    """) == {"HTTPServer2": "http_server2", "Special": "http_server2", "Own": "mine"}


def test_flask_sqlalchemy_with_a_base_class() -> None:
    assert tables("""
    from flask_sqlalchemy import SQLAlchemy
    class Base(DeclarativeBase):
        metadata = MetaData(schema="web")
    db = SQLAlchemy(model_class=Base)
    class BigOrder(db.Model): id = db.Column(db.Integer, primary_key=True)
    """) == {"BigOrder": "web.big_order"}


def test_sqlmodel_maps_only_tables() -> None:
    assert tables("""
    from sqlmodel import Field, Relationship, SQLModel
    class HeroBase(SQLModel):
        name: str
    class Hero(HeroBase, table=True):
        id: int | None = Field(default=None, primary_key=True)
    class HeroRead(HeroBase): id: int
    """) == {"Hero": "hero"}


def test_loose_tables_and_migrations() -> None:
    found = analyse(
        {
            "shop/__init__.py": "",
            "shop/models.py": """
            from sqlalchemy import Column, ForeignKey, MetaData, Table as T
            metadata = MetaData(schema="s")
            a = T("a", metadata, Column("b_id", ForeignKey("s.b.id")))
            def make(name):
                T(name, metadata)
                return T("b", MetaData(), Column("id"))
        """,
            "shop/migrations/versions/1_first.py": """
            from alembic import op
            import sqlalchemy as sa
            class Copy(Base): __tablename__ = "copies"
            def upgrade():
                op.create_table("orders", sa.Column("id"), schema="s")
                op.rename_table("old", "new")
        """,
        }
    )
    assert [table.table for table in found.tables if table.file] == ["b", "s.a"]
    assert [(key.from_table, key.column, key.to_table) for key in found.foreign_keys] == [("s.a", "b_id", "s.b")]
    assert [(m.table, m.line) for m in found.migrations] == [("new", 7), ("s.orders", 6)]
    assert not found.models


def test_tables_that_are_reflected_are_a_gap() -> None:
    found = analyse(
        {
            "shop.py": HEAD
            + """
    from sqlalchemy.ext.automap import automap_base
    Base = automap_base()
    class Named(Base): __tablename__ = "named"
    metadata = MetaData()
    def read(engine):
        metadata.reflect(engine)
    class Mirror:
        def reflect(self): ...
    Mirror().reflect()
    """
        }
    )
    assert [model.table for model in found.models] == ["named"]
    assert [(gap.subject, gap.line) for gap in found.gaps] == [("automap_base", 7), ("reflect", 11)]
