"""Django's database connections: cursors that run SQL text."""

from dbapi import Connection


class Operations:
    def quote_name(self, name):
        return name


class DatabaseWrapper(Connection):
    ops = Operations()


class ConnectionHandler:
    """``connections["alias"]``"""

    def __getitem__(self, alias):
        return DatabaseWrapper(alias)


connection = DatabaseWrapper()
connections = ConnectionHandler()
