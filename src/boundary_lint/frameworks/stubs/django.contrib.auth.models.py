"""Users, groups and permissions. What a user may do is asked of the model backend, which reads five tables."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class PermissionManager(models.Manager):
    def get_by_natural_key(self, codename, app_label, model):
        return self.get(content_type__app_label=app_label)


class Permission(models.Model):
    name = models.CharField()
    content_type = models.ForeignKey(ContentType)
    codename = models.CharField()
    objects = PermissionManager()

    class Meta:
        app_label = "auth"
        ordering = ["content_type__app_label", "content_type__model", "codename"]


class GroupManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class Group(models.Model):
    name = models.CharField(unique=True)
    permissions = models.ManyToManyField(Permission)
    objects = GroupManager()

    class Meta:
        app_label = "auth"


class BaseUserManager(models.Manager):
    def get_by_natural_key(self, username):
        return self.get()


class UserManager(BaseUserManager):
    def create_user(self, *args, **kwargs):
        return self.create()

    def create_superuser(self, *args, **kwargs):
        return self.create()

    def with_perm(self, perm, **kwargs):
        return self.filter(user_permissions__content_type__app_label="", groups__permissions__codename="")


class AnonymousUser:
    pass


class AbstractBaseUser(models.Model):
    password = models.CharField()
    last_login = models.DateTimeField()

    def check_password(self, raw_password):
        """A password whose hash is out of date is written anew: too rare to be called a write."""

    class Meta:
        abstract = True


class PermissionsMixin(models.Model):
    is_superuser = models.BooleanField()
    groups = models.ManyToManyField(Group, related_name="user_set", related_query_name="user")
    user_permissions = models.ManyToManyField(Permission, related_name="user_set", related_query_name="user")

    def get_user_permissions(self, obj=None):
        list(self.user_permissions.values_list("content_type__app_label", "codename"))

    def get_group_permissions(self, obj=None):
        groups = self.groups.all()
        list(Permission.objects.filter(group__in=groups).values_list("content_type__app_label", "codename"))

    def get_all_permissions(self, obj=None):
        self.get_user_permissions()
        self.get_group_permissions()

    def has_perm(self, perm, obj=None):
        self.get_all_permissions()

    def has_perms(self, perm_list, obj=None):
        self.get_all_permissions()

    def has_module_perms(self, app_label):
        self.get_all_permissions()

    async def ahas_perm(self, perm, obj=None):
        self.get_all_permissions()

    async def ahas_perms(self, perm_list, obj=None):
        self.get_all_permissions()

    class Meta:
        abstract = True


class AbstractUser(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(unique=True)
    email = models.EmailField()
    objects = UserManager()

    class Meta:
        abstract = True


class User(AbstractUser):
    class Meta:
        app_label = "auth"
        swappable = "AUTH_USER_MODEL"
