"""Django's database connections: cursors that run SQL text."""

from dbapi import Connection


class ConnectionHandler:
    """``connections["alias"]``"""

    def __getitem__(self, alias):
        return Connection()


connection = Connection()
connections = ConnectionHandler()
