"""Trees in a table: where a node is, is written in the rows of many others, so that saving and moving write them all."""

from django.db import models


class TreeForeignKey(models.ForeignKey):
    pass


class TreeOneToOneField(models.OneToOneField):
    pass


class TreeManyToManyField(models.ManyToManyField):
    pass


class TreeManager(models.Manager):
    def rebuild(self, **kwargs):
        list(self.all())
        __write__(self)

    def root_nodes(self):
        return self.all()

    def get_queryset_descendants(self, queryset, include_self=False):
        return self.all()

    def get_queryset_ancestors(self, queryset, include_self=False):
        return self.all()

    def add_related_count(self, queryset, *args, **kwargs):
        return queryset.all()

    def insert_node(self, node, target, *args, **kwargs):
        list(self.all())
        __write__(self)
        return node

    def move_node(self, node, target, position="last-child"):
        list(self.all())
        __write__(self)


class MPTTModel(models.Model):
    objects = TreeManager()

    def _tree(self):
        return self.__class__._default_manager.all()

    def get_ancestors(self, ascending=False, include_self=False):
        return self._tree()

    def get_children(self):
        return self._tree()

    def get_descendants(self, include_self=False):
        return self._tree()

    def get_family(self):
        return self._tree()

    def get_leafnodes(self, include_self=False):
        return self._tree()

    def get_siblings(self, include_self=False):
        return self._tree()

    def get_root(self):
        return self._tree().get()

    def get_next_sibling(self, *args, **kwargs):
        return self._tree().first()

    def get_previous_sibling(self, *args, **kwargs):
        return self._tree().first()

    def insert_at(self, target, position="first-child", save=False, **kwargs):
        list(self._tree())
        __write__(self)

    def move_to(self, target, position="first-child"):
        list(self._tree())
        __write__(self)

    class Meta:
        abstract = True
