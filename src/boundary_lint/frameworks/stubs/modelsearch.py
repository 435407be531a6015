from django.contrib.contenttypes.models import ContentType
from django.db import models


class Indexed:
    pass


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
