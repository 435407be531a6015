from django.db.models import Field


class GenericForeignKey(Field):
    pass


class GenericRelation(Field):
    pass
