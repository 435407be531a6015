"""Drivers of MySQL and MariaDB: what PyMySQL, mysqlclient, mysql-connector, mariadb, aiomysql and asyncmy are given to connect."""

from dbapi import *
from dbapi import Connection


def connect(host=None, user=None, password=None, database=None, port=None, db=None):
    __database__("mysql", host=host, port=port, name=database or db)
    return Connection()


create_pool = Connect = Connection_ = connect


class MySQLConnectionPool(Connection):
    def __init__(self, pool_size=None, host=None, port=None, database=None, db=None):
        __database__("mysql", host=host, port=port, name=database or db)


ConnectionPool = MySQLConnection = MySQLConnectionPool
