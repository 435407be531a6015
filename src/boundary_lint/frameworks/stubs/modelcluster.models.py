"""Models that hold their children until they are saved: saving writes the children that were changed."""

from django.db import models


class ClusterableModel(models.Model):
    def save(self, **kwargs):
        super().save(**kwargs)
        for child in __children__(self):
            __read__(child)
            __write__(child)
            __delete__(child)

    class Meta:
        abstract = True


def get_all_child_relations(model):
    pass


def get_all_child_m2m_relations(model):
    pass
