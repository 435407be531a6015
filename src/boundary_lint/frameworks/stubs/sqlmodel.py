from sqlalchemy import create_engine, delete, insert, select, text, update
from sqlalchemy.orm import AsyncSession, Session


class SQLModel:
    pass


def Relationship(back_populates=None, link_model=None): ...


def Field(default=None, foreign_key=None): ...
