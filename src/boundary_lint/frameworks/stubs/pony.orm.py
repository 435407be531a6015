"""Pony: names for star imports, and queries that are generator expressions."""


class Entity: pass


class Database:
    Entity = Entity
    def bind(self, provider=None, dsn=None, host=None, port=None, database=None, db=None, filename=None):
        __database__(provider or "", url=dsn or filename, host=host, port=port, name=database or db)
    def select(self, sql): __sql__("SELECT " + sql)
    def get(self, sql): __sql__("SELECT " + sql)
    def execute(self, sql): __sql__(sql)
    def insert(self, table_name): __write_table__(table_name)


class Required: pass
class Optional: pass
class PrimaryKey: pass
class Set: pass
class Discriminator: pass


class db_session:
    def __enter__(self): return self


def select(rows): return __query__(rows)
def get(rows): return __query__(rows).get()
def exists(rows): __query__(rows).exists()
def delete(rows): __query__(rows).delete()
def count(rows): __query__(rows).count()
def max(rows): __query__(rows).max()
def min(rows): __query__(rows).min()
def sum(rows): __query__(rows).sum()
def avg(rows): __query__(rows).avg()
def commit(): ...
def rollback(): ...
def flush(): ...
def desc(attribute): return attribute
def composite_key(): ...
def composite_index(): ...
