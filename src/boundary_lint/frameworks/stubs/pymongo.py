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
    def __getattr__(self, name): return __collection__("pymongo", name)
    def __getitem__(self, name): return __collection__("pymongo", name)
    def get_collection(self, name): return __collection__("pymongo", name)
    def create_collection(self, name): return __collection__("pymongo", name)
    def drop_collection(self, name): __collection__("pymongo", name).drop()
    def command(self, command): ...
    def list_collection_names(self): ...
    def with_options(self): return self


class MongoClient:
    def __getattr__(self, name): return Database()
    def __getitem__(self, name): return Database()
    def get_database(self, name=None): return Database()
    def get_default_database(self): return Database()
    def start_session(self): return ClientSession()
    def drop_database(self, name): ...
    def list_database_names(self): ...
    def server_info(self): ...
    def get_io_loop(self): ...
    def close(self): ...
    def __enter__(self): return self
    def __aenter__(self): return self


class PyMongo:
    cx = MongoClient()
    db = Database()


AsyncMongoClient = AsyncIOMotorClient = MotorClient = AsyncMongoMockClient = MongoClient
AsyncDatabase = AsyncIOMotorDatabase = MotorDatabase = AgnosticDatabase = Database
AsyncIOMotorClientSession = AsyncClientSession = ClientSession
