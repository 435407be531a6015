"""Libraries that connect to whatever an address says: databases and records."""

from dbapi import *
from dbapi import Connection


class Database(Connection):
    def __init__(self, url=None, db_url=None):
        __database__("", url=url or db_url)
