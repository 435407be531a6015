class MetaData:
    tables = {}


def Table(name, metadata, schema=None): ...


def select(columns=None): ...


def insert(table): ...


def update(table): ...


def delete(table): ...


def join(left, right): ...


def outerjoin(left, right): ...


def alias(selectable): ...


def text(text):
    return __statement__(text)


class Transaction:
    def __enter__(self):
        return self

    def __aenter__(self):
        return self


class ConnectionTransaction(Transaction):
    def __enter__(self):
        return Connection()

    def __aenter__(self):
        return Connection()


class Connection:
    def __enter__(self):
        return self

    def __aenter__(self):
        return self

    def execution_options(self):
        return self

    def connect(self):
        return self

    def execute(self, statement): ...

    def stream(self, statement): ...

    def scalars(self, statement): ...

    def stream_scalars(self, statement): ...

    def scalar(self, statement): ...

    def exec_driver_sql(self, statement):
        __sql__(statement)

    def begin(self):
        return Transaction()

    def begin_nested(self):
        return Transaction()

    def begin_twophase(self):
        return Transaction()


class Engine:
    def connect(self):
        return Connection()

    def begin(self):
        return ConnectionTransaction()

    def execution_options(self):
        return self

    def raw_connection(self):
        return Connection()

    def execute(self, statement):
        return Connection().execute(statement)

    def scalar(self, statement):
        return Connection().scalar(statement)


AsyncEngine = Engine
AsyncConnection = Connection
Connectable = Engine


class URL:
    @staticmethod
    def create(drivername, username=None, password=None, host=None, port=None, database=None):
        return f"{drivername}://{host}:{port}/{database}"


def make_url(name_or_url):
    return name_or_url


def create_engine(url):
    __database__("", url=url)
    return Engine()


def create_async_engine(url):
    __database__("", url=url)
    return Engine()


def engine_from_config(configuration, prefix="sqlalchemy."):
    __database__("", url=configuration["sqlalchemy.url"])
    return Engine()


create_mock_engine = create_engine
