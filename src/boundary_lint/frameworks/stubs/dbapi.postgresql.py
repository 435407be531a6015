"""Drivers of PostgreSQL: what psycopg, psycopg2, asyncpg, aiopg and pg8000 are given to connect."""

from dbapi import *
from dbapi import Connection


def connect(dsn=None, host=None, port=None, user=None, password=None, database=None, dbname=None, conninfo=None):
    __database__("postgresql", url=dsn or conninfo, host=host, port=port, name=database or dbname)
    return Connection()


create_pool = connect


class ConnectionPool(Connection):
    def __init__(self, conninfo=None, host=None, port=None, database=None, dbname=None, dsn=None):
        __database__("postgresql", url=conninfo or dsn, host=host, port=port, name=database or dbname)


class SimpleConnectionPool(Connection):
    def __init__(self, minconn, maxconn, dsn=None, host=None, port=None, database=None, dbname=None):
        __database__("postgresql", url=dsn, host=host, port=port, name=database or dbname)


class AsyncConnection(Connection):
    @staticmethod
    def connect(conninfo=None, host=None, port=None, dbname=None):
        __database__("postgresql", url=conninfo, host=host, port=port, name=dbname)
        return Connection()


AsyncConnectionPool = NullConnectionPool = AsyncNullConnectionPool = ConnectionPool
ThreadedConnectionPool = PersistentConnectionPool = SimpleConnectionPool
