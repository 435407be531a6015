"""Trees in a table: where a node is, is written in the rows of many others, so that most methods read, and moves write, them all."""

from django.db import models


class MP_NodeQuerySet(models.QuerySet):
    def delete(self):
        __write__(self)
        __delete__(self)


class MP_NodeManager(models.Manager):
    def get_queryset(self):
        return MP_NodeQuerySet(self.model)


class NS_NodeQuerySet(MP_NodeQuerySet):
    pass


class NS_NodeManager(models.Manager):
    def get_queryset(self):
        return NS_NodeQuerySet(self.model)


class Node(models.Model):
    @classmethod
    def _tree(cls):
        """Return all rows of the table that holds the tree: of a child model that is its parent's."""
        return __holder__(cls, "depth").objects.all()

    @classmethod
    def get_tree(cls, parent=None):
        return cls._tree()

    @classmethod
    def get_root_nodes(cls):
        return cls._tree()

    @classmethod
    def get_first_root_node(cls):
        return cls._tree().first()

    @classmethod
    def get_last_root_node(cls):
        return cls._tree().first()

    @classmethod
    def get_annotated_list(cls, parent=None, max_depth=None):
        return [(node, {}) for node in cls._tree()]

    @classmethod
    def get_annotated_list_qs(cls, qs):
        return [(node, {}) for node in qs]

    @classmethod
    def dump_bulk(cls, parent=None, keep_ids=True):
        list(cls._tree())

    @classmethod
    def load_bulk(cls, bulk_data, parent=None, keep_ids=False):
        __read__(cls)
        __write__(cls)

    @classmethod
    def find_problems(cls):
        list(cls._tree())

    @classmethod
    def fix_tree(cls, *args, **kwargs):
        list(cls._tree())
        __write__(__holder__(cls, "depth"))

    @classmethod
    def get_descendants_group_count(cls, parent=None):
        return cls._tree()

    @classmethod
    def add_root(cls, instance=None, **kwargs):
        cls._tree().last()
        __write__(cls)
        return __first__(instance, cls())

    def add_child(self, instance=None, **kwargs):
        return self._added(instance)

    def add_sibling(self, pos=None, instance=None, **kwargs):
        return self._added(instance)

    def _added(self, instance):
        """Make room, save the new node, and count it at its parent."""
        self._tree().last()
        __write__(__holder__(self, "depth"))
        __write__(__first__(instance, self))
        return __first__(instance, self.__class__())

    def move(self, target, pos=None):
        list(self._tree())
        __write__(__holder__(self, "depth"))

    def delete(self):
        list(self._tree())
        __write__(__holder__(self, "depth"))
        __delete__(self)

    def get_children(self):
        return self._tree()

    def get_children_count(self):
        return self._tree().count()

    def get_descendants(self, include_self=False):
        return self._tree()

    def get_descendant_count(self):
        return self._tree().count()

    def get_ancestors(self):
        return self._tree()

    def get_siblings(self):
        return self._tree()

    def get_first_child(self):
        return self._tree().first()

    def get_last_child(self):
        return self._tree().first()

    def get_first_sibling(self):
        return self._tree().first()

    def get_last_sibling(self):
        return self._tree().first()

    def get_next_sibling(self):
        return self._tree().first()

    def get_prev_sibling(self):
        return self._tree().first()

    def get_parent(self, update=False):
        return self._tree().get()

    def get_root(self):
        return self._tree().get()

    def is_sibling_of(self, node):
        self._tree().first()

    class Meta:
        abstract = True


class MP_Node(Node):
    path = models.CharField()
    depth = models.PositiveIntegerField()
    numchild = models.PositiveIntegerField()
    objects = MP_NodeManager()

    class Meta:
        abstract = True


class NS_Node(Node):
    lft = models.PositiveIntegerField()
    rgt = models.PositiveIntegerField()
    tree_id = models.PositiveIntegerField()
    depth = models.PositiveIntegerField()
    objects = NS_NodeManager()

    class Meta:
        abstract = True


class AL_NodeManager(models.Manager):
    pass


class AL_Node(Node):
    objects = AL_NodeManager()

    class Meta:
        abstract = True
