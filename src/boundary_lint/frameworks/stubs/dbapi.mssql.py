"""Drivers of Microsoft SQL Server, and of whatever ODBC is told to connect to."""

from dbapi import *
from dbapi import Connection


def connect(server=None, user=None, password=None, database=None, port=None, host=None):
    __database__("mssql", url=server, host=host, port=port, name=database)
    return Connection()


create_pool = connect
