"""psycopg2.extras: https://www.psycopg.org/docs/extras.html"""

from dbapi import Connection, Cursor


def execute_values(cur, sql, argslist):
    __sql__(sql)


def execute_batch(cur, sql, argslist):
    __sql__(sql)


DictCursor = RealDictCursor = NamedTupleCursor = LoggingCursor = Cursor
DictConnection = RealDictConnection = NamedTupleConnection = LoggingConnection = Connection
