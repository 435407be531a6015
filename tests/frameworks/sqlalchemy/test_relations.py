"""Relationships and foreign keys."""

from boundary_lint.facts.program import ProgramFacts
from tests.helpers import analyse

HEAD = """
    from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, Table
    from sqlalchemy.orm import DeclarativeBase, DynamicMapped, Mapped, backref, declared_attr, mapped_column, relationship
    class Base(DeclarativeBase): pass
    class Customer(Base):
        __tablename__ = "customers"
        id = Column(Integer, primary_key=True)
"""


def analysed(code: str) -> ProgramFacts:
    return analyse({"shop.py": HEAD + code})


def relations(code: str) -> set[tuple[str, str, str]]:
    return {(r.from_model[5:], r.field, r.to_model[5:]) for r in analysed(code).relations}


def keys(code: str) -> set[tuple[str, str, str]]:
    return {(k.from_table, k.column, k.to_table) for k in analysed(code).foreign_keys}


def test_targets_by_class_text_function_and_annotation() -> None:
    assert relations("""
    class Order(Base):
        __tablename__ = "orders"
        a = relationship(Customer)
        b = relationship("Customer")
        c = relationship("shop.Customer", backref="orders")
        d = relationship(lambda: Customer)
        e: Mapped["Customer"] = relationship()
        f: Mapped[list[Customer]] = relationship(back_populates="x")
        g: Mapped[Customer | None] = relationship()
        h: DynamicMapped["Customer"] = relationship()
        i = relationship(argument="Customer")
    """) == {("Order", name, "Customer") for name in "abcdefghi"}


def test_the_nearest_class_of_a_name_is_meant() -> None:
    found = analyse({
        "a/__init__.py": "", "b/__init__.py": "", "base.py": """
            from sqlalchemy.orm import DeclarativeBase
            class Base(DeclarativeBase): pass
        """,
        **{f"{name}/models.py": f"""
            from base import Base
            from sqlalchemy.orm import relationship
            class Item(Base): __tablename__ = "{name}_items"
            class Box(Base):
                __tablename__ = "{name}_boxes"
                item = relationship("Item")
        """ for name in "ab"},
    })  # fmt: skip
    assert [(r.from_model, r.to_model) for r in found.relations] == [
        ("a.models.Box", "a.models.Item"), ("b.models.Box", "b.models.Item")
    ]  # fmt: skip


def test_mixins_are_evaluated_for_each_class() -> None:
    code = """
    class Owned:
        owner_table = "customers"
        allow_owner = True
        @declared_attr
        def owner_id(cls):
            if not cls.allow_owner:
                return None
            return Column(Integer, ForeignKey(f"{cls.owner_table}.id", ondelete="CASCADE"))
        @declared_attr
        def owner(cls):
            if not cls.allow_owner:
                return
            return relationship(cls.owner_class)
    class Order(Owned, Base):
        __tablename__ = "orders"
        owner_class = "Customer"
    class Other(Owned, Base):
        __tablename__ = "others"
        allow_owner = False
    """
    assert relations(code) == {("Order", "owner", "Customer")}
    assert keys(code) == {("orders", "owner_id", "customers")}
    assert [key.on_delete for key in analysed(code).foreign_keys] == ["CASCADE"]


def test_guards_over_allowed_kinds() -> None:
    assert keys("""
    from enum import Enum
    class Kind(Enum):
        customer = 1
        order = 2
    class Linked:
        allowed = frozenset(Kind)
        @declared_attr
        def customer_id(cls):
            if Kind.customer in cls.allowed:
                return Column(ForeignKey("customers.id"))
        @declared_attr
        def order_id(cls):
            if Kind.order in cls.allowed:
                return Column(ForeignKey("orders.id"))
    class Note(Linked, Base): __tablename__ = "notes"
    class Memo(Linked, Base):
        __tablename__ = "memos"
        allowed = frozenset(Kind) - {Kind.order}
    """) == {
        ("notes", "customer_id", "customers"),
        ("notes", "order_id", "orders"),
        ("memos", "customer_id", "customers"),
    }


def test_foreign_keys_of_every_shape() -> None:
    assert keys("""
    def reference(to):
        return mapped_column(ForeignKey(to))
    TARGET = "customers"
    class Order(Base):
        __tablename__ = "orders"
        a = Column(ForeignKey("customers.id"))
        b = Column("bb", ForeignKey(Customer.id))
        c = mapped_column(ForeignKey(Customer.__table__.c.id))
        d = Column(ForeignKey(f"{TARGET}.id"))
        e = reference("customers.id")
        f = Column(ForeignKey("customers.id"), ForeignKey("orders.id"))
        g1 = Column("g_1", Integer)
        g2 = Column(Integer)
        __table_args__ = (
            ForeignKeyConstraint([g1, "g2"], ["customers.id", "customers.id2"]),
            ForeignKeyConstraint(columns=["h"], refcolumns=[Customer.id]),
        )
    """) == {
        ("orders", "a", "customers"), ("orders", "bb", "customers"), ("orders", "c", "customers"),
        ("orders", "d", "customers"), ("orders", "e", "customers"), ("orders", "f", "customers"),
        ("orders", "f", "orders"), ("orders", "g_1", "customers"), ("orders", "g2", "customers"),
        ("orders", "h", "customers"),
    }  # fmt: skip


def test_keys_of_a_single_table_child_are_columns_of_the_parents_table() -> None:
    assert keys("""
    class Parent(Base):
        __tablename__ = "parents"
        id = Column(Integer, primary_key=True)
    class Child(Parent):
        customer_id = Column(ForeignKey("customers.id"))
    """) == {("parents", "customer_id", "customers")}


def test_sqlmodel_fields_and_relationships() -> None:
    found = analyse(
        {
            "shop.py": """
        from sqlmodel import Field, Relationship, SQLModel
        class Link(SQLModel, table=True):
            team_id: int = Field(foreign_key="team.id", primary_key=True)
            hero_id: int = Field(foreign_key="hero.id", primary_key=True)
        class Team(SQLModel, table=True):
            id: int = Field(primary_key=True)
            heroes: list["Hero"] = Relationship(back_populates="teams", link_model=Link)
        class Hero(SQLModel, table=True):
            id: int = Field(primary_key=True)
            teams: list[Team] = Relationship(back_populates="heroes", link_model=Link)
    """
        }
    )
    assert {(r.from_model, r.field, r.to_model) for r in found.relations} == {
        ("shop.Team", "heroes", "shop.Hero"), ("shop.Hero", "teams", "shop.Team")
    }  # fmt: skip
    assert {(k.from_table, k.column, k.to_table) for k in found.foreign_keys} == {
        ("link", "team_id", "team"), ("link", "hero_id", "hero")
    }  # fmt: skip


def test_a_later_class_of_the_same_name_is_not_yet_there() -> None:
    assert keys("""
    class Order(Base):
        __tablename__ = "orders"
        customer_id = Column(ForeignKey(Customer.id))
    class Customer: pass
    """) == {("orders", "customer_id", "customers")}


def test_cascades_are_kept() -> None:
    found = analysed("""
    class Order(Base):
        __tablename__ = "orders"
        customer = relationship("Customer", cascade="all, delete-orphan")
    """)
    assert [relation.cascade for relation in found.relations] == ["all, delete-orphan"]
