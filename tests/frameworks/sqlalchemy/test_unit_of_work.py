"""Objects that are changed: written when the work is flushed."""

from tests.frameworks.sqlalchemy.shop import shop
from tests.helpers import check

HEAD = """
    from sqlalchemy.orm import Session
    from shop.models import Customer, Line, Order, Tag
"""


def expect(code: str) -> dict[str, set[str]]:
    found = check(shop(HEAD + code))
    via: dict[str, set[str]] = {}
    for access in found.accesses:
        via.setdefault(access.function, set()).add(access.via)
    return via


def test_attributes_that_are_set() -> None:
    via = expect("""
    def flushed(session: Session, order: Order):
        order.status = "done"  # fact: write orders
        session.commit()

    def left_to_others(order: Order):
        order.status = "done"  # fact: write orders
        order.not_mapped = 1

    def by_name(db_session, order: Order, data):
        for key in data:
            setattr(order, key, data[key])  # fact: write orders
        db_session.flush()

    def loaded(session: Session):
        order = session.get(Order, 1)  # fact: read orders
        order.status = "done"  # fact: write orders
        session.commit()
    """)
    assert via == {
        "flushed": {"flush"},
        "left_to_others": {"assigned"},
        "by_name": {"flush"},
        "loaded": {"session", "flush"},
    }


def test_relationships_that_are_set() -> None:
    expect("""
    def f(session: Session, order: Order, line: Line, customer: Customer, tags):
        order.customer = customer  # fact: write orders
        customer.orders.append(order)  # fact: read orders, write orders
        order.lines.remove(line)  # fact: read lines, write lines
        order.tags = tags  # fact: read tags, read order_tags, write order_tags
        session.commit()

    def h(order: Order):
        order.tags.append(Tag())  # fact: read tags, read order_tags, write order_tags

    def g(session: Session, tags, lines):
        session.add(Order(tags=tags, lines=[], status="new"))  # fact: write orders, write order_tags
    """)


def test_constructors_change_nothing() -> None:
    check(
        {
            "app.py": """
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import declarative_base
        class A(declarative_base()):
            __tablename__ = "a"
            id = Column(Integer, primary_key=True)
            def __init__(self, id):
                self.id = id
                setattr(self, "id", id)
            def touch(self):
                self.id = 1  # fact: write a
    """
        }
    )


def test_joined_inheritance_touches_both_tables() -> None:
    check(
        {
            "app.py": """
        from sqlalchemy import Column, ForeignKey, Integer
        from sqlalchemy.orm import Session, declarative_base, relationship
        Base = declarative_base()
        class Person(Base):
            __tablename__ = "people"
            id = Column(Integer, primary_key=True)
            boss_id = Column(ForeignKey("people.id"))
            boss = relationship("Person", remote_side=[id])
        class Engineer(Person):
            __tablename__ = "engineers"
            id = Column(ForeignKey("people.id"), primary_key=True)
        def f(session: Session):
            one = session.query(Engineer).first()  # fact: read engineers, read people
            one.boss  # fact: read people
            session.delete(one)  # fact: delete engineers, delete people
    """
        }
    )
