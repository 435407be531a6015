"""Django's database connections: cursors that run SQL text."""

from dbapi import Connection

connection = Connection()
connections = {"default": connection}
