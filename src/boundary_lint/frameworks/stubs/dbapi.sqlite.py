"""Drivers of SQLite: a database is a file."""

from dbapi import *
from dbapi import Connection


def connect(database):
    __database__("sqlite", name=database)
    return Connection()
