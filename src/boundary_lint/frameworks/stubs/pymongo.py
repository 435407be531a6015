"""PyMongo and Motor: the way from a client to a collection. What collections do says the catalogue."""


class Transaction:
    def __enter__(self): return self
    def __aenter__(self): return self


class ClientSession:
    def start_transaction(self): return Transaction()
    def with_transaction(self, callback): callback(self)
    def __enter__(self): return self
    def __aenter__(self): return self


class Database:
    def __init__(self, database):
        self.database = database

    def __getattr__(self, name): return __collection__("pymongo", name, self.database)
    def __getitem__(self, name): return __collection__("pymongo", name, self.database)
    def get_collection(self, name): return __collection__("pymongo", name, self.database)
    def create_collection(self, name): return __collection__("pymongo", name, self.database)
    def drop_collection(self, name): __collection__("pymongo", name, self.database).drop()
    def command(self, command): ...
    def list_collection_names(self): ...
    def with_options(self): return self


class MongoClient:
    def __init__(self, host=None, port=None):
        self.host = host or "{}"
        self.port = port or "{}"

    def __getattr__(self, name):
        return Database(__database__("mongodb", url=self.host, port=self.port, name=name))

    def __getitem__(self, name):
        return Database(__database__("mongodb", url=self.host, port=self.port, name=name))

    def get_database(self, name=None):
        return Database(__database__("mongodb", url=self.host, port=self.port, name=name))

    def get_default_database(self, default=None):
        return Database(__database__("mongodb", url=self.host, port=self.port, name=default))

    def start_session(self): return ClientSession()
    def drop_database(self, name): ...
    def list_database_names(self): ...
    def server_info(self): ...
    def get_io_loop(self): ...
    def close(self): ...
    def __enter__(self): return self
    def __aenter__(self): return self


class PyMongo:
    """Flask-PyMongo: a database is named by the address it is given, or by the setting MONGO_URI."""

    def __init__(self, app=None, uri=None):
        self.uri = uri or "{}"
        self.cx = MongoClient(uri)

    @property
    def db(self):
        return Database(__database__("mongodb", url=self.uri))


AsyncMongoClient = AsyncIOMotorClient = MotorClient = AsyncMongoMockClient = MongoClient
AsyncDatabase = AsyncIOMotorDatabase = MotorDatabase = AgnosticDatabase = Database
AsyncIOMotorClientSession = AsyncClientSession = ClientSession
