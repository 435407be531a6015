"""Classes below each other of which each table holds all of an instance (concrete table inheritance)."""

from __future__ import annotations

import pytest

from tests.helpers import check

HEAD = """
from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.ext.declarative import AbstractConcreteBase
from sqlalchemy.orm import ConcreteBase, Session, declarative_base, relationship
Base = declarative_base()
"""


def models(body: str) -> list[tuple[str, str]]:
    found = check({"shop/__init__.py": "", "shop/models.py": HEAD + body})
    return [(m.model.rpartition(".")[2], m.table) for m in found.models]


STAFF = """
class Employee(AbstractConcreteBase, Base):
    name = Column(String)
    def rename(self, session):
        session.add(self)  # fact: write engineer, write manager
class Manager(Employee):
    __tablename__ = "manager"
    id = Column(Integer, primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}
class Engineer(Employee):
    __tablename__ = "engineer"
    id = Column(Integer, primary_key=True)
    boss_id = Column(ForeignKey("manager.id"))
    boss = relationship("Employee")
"""


def test_a_base_without_table_is_all_below_it() -> None:
    found = models(
        STAFF
        + """
def everybody(session: Session):
    return session.query(Employee).all()  # fact: read engineer, read manager
def bosses(session: Session):
    session.scalars(select(Manager)).all()  # fact: read manager
def let_go(session: Session, one: Employee):
    one.name = "x"  # fact: write engineer, write manager
    session.delete(one)  # fact: delete engineer, delete manager
def boss(one: Engineer):
    return one.boss  # fact: read engineer, read manager
"""
    )
    assert found == [("Engineer", "engineer"), ("Manager", "manager")]


def test_a_base_below_which_nothing_is_says_nothing() -> None:
    found = models(
        """
class Nothing(AbstractConcreteBase, Base):
    name = Column(String)
def f(session: Session, one: Nothing):
    session.query(Nothing).join(Nothing.name).filter(Nothing.name == "x").all()
    one.name = "x"
    session.delete(one)
    return Nothing.__table__, one.__table__
"""
    )
    assert found == []


@pytest.mark.parametrize("arguments", ['{"concrete": True}', '{"polymorphic_identity": "dog", "concrete": True}'])
def test_a_concrete_class_is_not_joined_to_the_one_above(arguments: str) -> None:
    found = models(
        f"""
class Animal(ConcreteBase, Base):
    __tablename__ = "animal"
    id = Column(Integer, primary_key=True)
class Dog(Animal):
    __tablename__ = "dog"
    id = Column(Integer, primary_key=True)
    __mapper_args__ = {arguments}
class Joined(Animal):
    __tablename__ = "joined"
    id = Column(ForeignKey("animal.id"), primary_key=True)
def dogs(session: Session):
    session.scalars(select(Dog)).all()  # fact: read dog
    session.scalars(select(Joined)).all()  # fact: read joined, read animal
"""
    )
    assert found == [("Animal", "animal"), ("Dog", "dog"), ("Joined", "joined")]
