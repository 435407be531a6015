"""Classes that are made with the class whose rows they look after."""

from boundary_lint.facts.program import ProgramFacts
from tests.frameworks.sqlalchemy.shop import shop
from tests.helpers import check

HEAD = """
    from typing import Generic, TypeVar
    from sqlalchemy import select
    from sqlalchemy.orm import Session
    from shop.models import Customer, Order, Tag

    T = TypeVar("T")
"""


def expect(code: str) -> ProgramFacts:
    return check(shop(HEAD + code))


def test_a_repository_is_of_what_it_is_made_with() -> None:
    expect("""
    class Repository(Generic[T]):
        def __init__(self, session: Session, model: type[T]):
            self.session = session
            self.model = model

        def get(self, key) -> T:
            return self.session.get(self.model, key)  # fact: read orders, read customers

        def remove(self, key):
            self.session.delete(self.get(key))  # fact: delete orders, delete customers

    class Repositories:
        def __init__(self, session: Session):
            self.session = session

        @property
        def orders(self):
            return Repository(self.session, Order)

        @property
        def customers(self):
            return Repository(self.session, model=Customer)

    def rename(repositories: Repositories, session: Session):
        customer = repositories.customers.get(1)
        session.add(customer)  # fact: write customers
    """)


def test_what_a_class_below_passes_on_is_kept_too() -> None:
    expect("""
    class Repository:
        def __init__(self, model):
            self.model = model

        def all(self, session: Session):
            return session.scalars(select(self.model)).all()  # fact: read orders, read tags

    class InGroup(Repository):
        def __init__(self, model, group):
            super().__init__(model)
            self.group = group

    orders = Repository(Order)
    tags = InGroup(Tag, 1)

    def f(session: Session):
        for tag in tags.all(session):
            session.delete(tag)  # fact: delete tags
    """)


def test_a_repository_of_very_many_is_told_with_low_confidence() -> None:
    facts = check(
        {
            "shop/__init__.py": "",
            "shop/models.py": "from sqlalchemy import Column, Integer\n"
            "from sqlalchemy.orm import declarative_base\n"
            "Base = declarative_base()\n"
            + "".join(
                f"class Model{i}(Base):\n    __tablename__ = 't{i}'\n    id = Column(Integer, primary_key=True)\n"
                for i in range(6)
            ),
            "shop/data.py": "from shop.models import *\n"
            "class Repository:\n"
            "    def __init__(self, session, model):\n"
            "        self.session = session\n"
            "        self.model = model\n"
            "    def get(self, key):\n"
            f"        return self.session.query(self.model).get(key)  # fact: {', '.join(f'read t{i}' for i in range(6))}\n"
            + "".join(f"repository{i} = Repository(None, Model{i})\n" for i in range(6)),
        }
    )
    assert {access.confidence for access in facts.accesses} == {"low"}
