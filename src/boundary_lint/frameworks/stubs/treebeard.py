from django.db import models


class MP_NodeQuerySet(models.QuerySet):
    pass


class MP_NodeManager(models.Manager):
    pass


class NS_NodeManager(models.Manager):
    pass


class Node(models.Model):
    class Meta:
        abstract = True


class MP_Node(Node):
    objects = MP_NodeManager()

    class Meta:
        abstract = True


class NS_Node(Node):
    objects = NS_NodeManager()

    class Meta:
        abstract = True


class AL_Node(Node):
    class Meta:
        abstract = True
