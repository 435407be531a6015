from django.contrib.contenttypes.models import ContentType
from django.db import models


class Permission(models.Model):
    content_type = models.ForeignKey(ContentType)

    class Meta:
        app_label = "auth"


class Group(models.Model):
    permissions = models.ManyToManyField(Permission)

    class Meta:
        app_label = "auth"


class BaseUserManager(models.Manager):
    pass


class UserManager(BaseUserManager):
    pass


class AbstractBaseUser(models.Model):
    class Meta:
        abstract = True


class PermissionsMixin(models.Model):
    groups = models.ManyToManyField(Group, related_name="user_set", related_query_name="user")
    user_permissions = models.ManyToManyField(Permission, related_name="user_set", related_query_name="user")

    class Meta:
        abstract = True


class AbstractUser(AbstractBaseUser, PermissionsMixin):
    objects = UserManager()

    class Meta:
        abstract = True


class User(AbstractUser):
    class Meta:
        app_label = "auth"
        swappable = "AUTH_USER_MODEL"
