from sqlalchemy import Column, ForeignKey
from sqlalchemy.orm import declared_attr, relationship


class AuditMixin:
    created_on = Column()
    changed_on = Column()

    @declared_attr
    def created_by_fk(cls):
        return Column(ForeignKey("ab_user.id"))

    @declared_attr
    def changed_by_fk(cls):
        return Column(ForeignKey("ab_user.id"))

    @declared_attr
    def created_by(cls):
        return relationship("User", uselist=False)

    @declared_attr
    def changed_by(cls):
        return relationship("User", uselist=False)


class FileColumn:
    pass


class ImageColumn:
    pass
