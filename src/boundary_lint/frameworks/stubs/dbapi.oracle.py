"""Drivers of Oracle."""

from dbapi import *
from dbapi import Connection


def connect(user=None, password=None, dsn=None, host=None, port=None, service_name=None, sid=None):
    __database__("oracle", url=dsn, host=host, port=port, name=service_name or sid)
    return Connection()


create_pool = SessionPool = connect
