"""Database drivers: PEP 249 and what psycopg, asyncpg, aiosqlite, databases and clickhouse-driver add to it.

Sources: https://peps.python.org/pep-0249/, https://www.psycopg.org/psycopg3/docs/api/, https://www.psycopg.org/docs/,
https://magicstack.github.io/asyncpg/current/api/, https://www.encode.io/databases/, https://docs.python.org/3/library/sqlite3.html
"""


class _Runs:
    """What cursors and most connections have: every method that takes a SQL text."""

    def execute(self, operation, parameters=None, query=None):
        __sql__(operation or query, self.alias)
        return self

    def executemany(self, operation, parameters=None):
        __sql__(operation, self.alias)
        return self

    def executescript(self, script):
        __sql__(script, self.alias)
        return self

    def execute_many(self, query, values=None):
        __sql__(query, self.alias)

    def execute_fetchall(self, operation, parameters=None):
        __sql__(operation, self.alias)

    def execute_insert(self, operation, parameters=None):
        __sql__(operation, self.alias)

    def execute_iter(self, query, params=None):
        __sql__(query, self.alias)

    def query_dataframe(self, query):
        __sql__(query, self.alias)

    def fetch(self, query):
        __sql__(query, self.alias)

    def fetchrow(self, query):
        __sql__(query, self.alias)

    def fetchval(self, query):
        __sql__(query, self.alias)

    def fetch_all(self, query):
        __sql__(query, self.alias)

    def fetch_one(self, query):
        __sql__(query, self.alias)

    def fetch_val(self, query):
        __sql__(query, self.alias)

    def iterate(self, query):
        __sql__(query, self.alias)

    def stream(self, query, parameters=None):
        __sql__(query, self.alias)

    def run(self, query):
        __sql__(query, self.alias)

    def sql(self, query):
        __sql__(query, self.alias)

    def prepare(self, query):
        __sql__(query, self.alias)
        return self

    def copy(self, statement):
        __sql__(statement, self.alias)
        return self

    def copy_expert(self, sql, file):
        __sql__(sql, self.alias)

    def copy_from_query(self, query):
        __sql__(query, self.alias)

    def copy_from(self, file, table):
        __write_table__(table, self.alias)

    def copy_to(self, file, table):
        __read_table__(table, self.alias)

    def copy_from_table(self, table_name):
        __read_table__(table_name, self.alias)

    def copy_to_table(self, table_name):
        __write_table__(table_name, self.alias)

    def copy_records_to_table(self, table_name):
        __write_table__(table_name, self.alias)

    def callproc(self, procname, parameters=None):
        __procedure__(procname)

    def __enter__(self):
        return self

    def __aenter__(self):
        return self


class Cursor(_Runs):
    def __init__(self, alias=None):
        self.alias = alias


class Connection(_Runs):
    """alias: what the code calls the database."""

    def __init__(self, alias=None):
        self.alias = alias

    def cursor(self, query=None):
        return Cursor(self.alias)

    def connection(self):
        return self

    def acquire(self):
        return self

    def getconn(self):
        return self

    def get_connection(self):
        return self

    def transaction(self):
        return Transaction()


class Transaction:
    def __enter__(self):
        return self

    def __aenter__(self):
        return self


def connect(*args, **kwargs):
    return Connection()


def sql(query):
    """duckdb's own connection."""
    __sql__(query)


execute = executemany = query = sql


def create_pool(*args, **kwargs):
    return Connection()


class Database(Connection):
    """databases.Database, and Row-less pools of the same shape."""


Pool = ConnectionPool = AsyncConnectionPool = NullConnectionPool = Client = SessionPool = PooledDB = Connection
SimpleConnectionPool = ThreadedConnectionPool = MySQLConnectionPool = connection = AsyncConnection = Connection
cursor = AsyncCursor = DictCursor = SSCursor = SSDictCursor = ServerCursor = AsyncServerCursor = Cursor
