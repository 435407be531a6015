from django.contrib.contenttypes.models import ContentType
from django.db import models


class Indexed:
    """What is saved is read again, to be indexed."""

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        __read__(self)

    @classmethod
    def get_indexed_objects(cls):
        return cls.objects.all()

    def get_indexed_instance(self):
        return self


class BaseIndexEntry(models.Model):
    content_type = models.ForeignKey(ContentType, related_name="+")

    class Meta:
        abstract = True


class AbstractSQLiteIndexEntry(BaseIndexEntry):
    class Meta:
        abstract = True


class AbstractPostgresIndexEntry(BaseIndexEntry):
    class Meta:
        abstract = True


class AbstractMySQLIndexEntry(BaseIndexEntry):
    class Meta:
        abstract = True


class AbstractSQLiteFTSIndexEntry(models.Model):
    class Meta:
        abstract = True


class AbstractIndexEntry(BaseIndexEntry):
    class Meta:
        abstract = True


def insert_or_update_object(instance):
    __read__(instance)


def remove_object(instance):
    pass
