"""Peewee: names for star imports, databases and their transactions. What models and queries do says the catalogue."""


class Model:
    pass


class Field: pass
class ForeignKeyField(Field): pass
class DeferredForeignKey(Field): pass
class ManyToManyField(Field): pass
class AutoField(Field): pass
class IdentityField(Field): pass
class BigAutoField(Field): pass
class PrimaryKeyField(Field): pass
class IntegerField(Field): pass
class BigIntegerField(Field): pass
class SmallIntegerField(Field): pass
class FloatField(Field): pass
class DoubleField(Field): pass
class DecimalField(Field): pass
class CharField(Field): pass
class FixedCharField(Field): pass
class TextField(Field): pass
class BlobField(Field): pass
class BitField(Field): pass
class UUIDField(Field): pass
class BinaryUUIDField(Field): pass
class DateTimeField(Field): pass
class DateField(Field): pass
class TimeField(Field): pass
class TimestampField(Field): pass
class IPField(Field): pass
class BooleanField(Field): pass
class BareField(Field): pass
class JSONField(Field): pass
class BinaryJSONField(Field): pass
class ArrayField(Field): pass
class HStoreField(Field): pass
class SearchField(Field): pass


class CompositeKey: pass


def fn(): ...
def SQL(sql): ...
def prefetch(query, subqueries): return query


class Transaction:
    def __enter__(self):
        return self


class Database:
    def atomic(self): return Transaction()
    def transaction(self): return Transaction()
    def manual_commit(self): return Transaction()
    def savepoint(self): return Transaction()
    def connection_context(self): return self
    def execute_sql(self, sql, params=None): __sql__(sql)
    def __enter__(self): return self


class DatabaseProxy(Database): pass


class FlaskDB:
    Model = Model
    database = Database()


class SqliteDatabase(Database):
    def __init__(self, database=None): __database__("sqlite", name=database)
    def init(self, database): __database__("sqlite", name=database)


class PostgresqlDatabase(Database):
    def __init__(self, database=None, host=None, port=None): __database__("postgresql", name=database, host=host, port=port)
    def init(self, database, host=None, port=None): __database__("postgresql", name=database, host=host, port=port)


class MySQLDatabase(Database):
    def __init__(self, database=None, host=None, port=None): __database__("mysql", name=database, host=host, port=port)
    def init(self, database, host=None, port=None): __database__("mysql", name=database, host=host, port=port)


def connect(url):
    """playhouse.db_url"""
    __database__("", url=url)
    return Database()


Proxy = DatabaseProxy
SqliteExtDatabase = PooledSqliteDatabase = SqliteDatabase
PostgresqlExtDatabase = PooledPostgresqlDatabase = PooledPostgresqlExtDatabase = PostgresqlDatabase
PooledMySQLDatabase = MySQLDatabase
CockroachDatabase = APSWDatabase = SqlCipherDatabase = MySQLConnectorDatabase = DatabaseProxy


def connect(url): return Database()
