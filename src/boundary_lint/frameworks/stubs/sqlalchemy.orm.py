from sqlalchemy import AsyncConnection, AsyncEngine, Connection, Engine, Transaction, create_async_engine


class DeclarativeBase:
    pass


class DeclarativeBaseNoMeta:
    pass


class MappedAsDataclass:
    pass


def declarative_base(**options): ...


def automap_base(**options): ...


def as_declarative(**options): ...


class registry:
    def generate_base(self, **options): ...

    def mapped(self, cls):
        return cls

    def mapped_as_dataclass(self, cls):
        return cls


def aliased(element): ...


def with_polymorphic(base): ...


def join(left, right): ...


def outerjoin(left, right): ...


def joinedload(key): ...


def subqueryload(key): ...


def selectinload(key): ...


def immediateload(key): ...


def contains_eager(key): ...


def joinedload_all(key): ...


def subqueryload_all(key): ...


class Query:
    pass


class SessionTransaction(Transaction):
    def __enter__(self):
        return Session()

    def __aenter__(self):
        return Session()


class Session:
    def __enter__(self):
        return self

    def __aenter__(self):
        return self

    def begin(self):
        return SessionTransaction()

    def begin_nested(self):
        return SessionTransaction()

    def connection(self):
        return Connection()

    def get_bind(self):
        return Engine()

    bind = Engine()

    def run_sync(self, function):
        return function(self)

    def query(self, entity): ...

    def execute(self, statement): ...

    def stream(self, statement): ...

    def scalars(self, statement): ...

    def stream_scalars(self, statement): ...

    def scalar(self, statement): ...

    def exec(self, statement): ...

    def get(self, entity): ...

    def get_one(self, entity): ...

    def add(self, instance): ...

    def add_all(self, instances): ...

    def merge(self, instance): ...

    def merge_all(self, instances): ...

    def bulk_save_objects(self, instances): ...

    def bulk_insert_mappings(self, instance): ...

    def bulk_update_mappings(self, instance): ...

    def delete(self, instance): ...

    def delete_all(self, instances): ...

    def refresh(self, instance): ...

    def flush(self): ...

    def commit(self): ...


class scoped_session(Session):
    registry = Session

    def __call__(self):
        return Session()


AsyncSession = Session
async_scoped_session = scoped_session


class sessionmaker:
    def __call__(self):
        return Session()

    def begin(self):
        return SessionTransaction()


async_sessionmaker = sessionmaker


def object_session(instance):
    return Session()


def create_session():
    return Session()


def async_object_session(instance):
    return Session()
