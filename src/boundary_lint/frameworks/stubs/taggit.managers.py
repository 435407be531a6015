"""Tags of an instance: rows of one table, and of another between them and what is tagged."""

from django.db import models


class TaggableManager(models.Field):
    pass


class _TaggableManager(models.Manager):
    """``photo.tags``"""

    def add(self, *tags, through_defaults=None, tag_kwargs=None, **kwargs):
        list(self.all())
        __write__(self.model)
        __write__(self.through)

    def set(self, tags, through_defaults=None, **kwargs):
        self.add()
        __delete__(self.through)

    def remove(self, *tags):
        list(self.all())
        __delete__(self.through)

    def clear(self):
        __delete__(self.through)

    def names(self):
        return self.values_list("name")

    def slugs(self):
        return self.values_list("slug")

    def most_common(self, min_count=None, extra_filters=None):
        return self.all()

    def similar_objects(self):
        list(self.all())
