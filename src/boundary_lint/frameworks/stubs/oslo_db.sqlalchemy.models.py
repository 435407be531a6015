from sqlalchemy.orm import Session


class ModelBase:
    def save(self, session):
        Session().add(self)
        Session().flush()

    def update(self, values):
        setattr(self, values, values)


class TimestampMixin:
    pass


class SoftDeleteMixin:
    def soft_delete(self, session):
        Session().add(self)
        Session().flush()
