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
