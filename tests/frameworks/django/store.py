"""A small Django store that the tests of base classes share."""

MODELS = """
    from django.db import models
    from django.contrib.auth.models import AbstractUser
    from treebeard.mp_tree import MP_Node
    from taggit.managers import TaggableManager

    class User(AbstractUser):
        pass

    class Tag(models.Model):
        name = models.CharField(unique=True)

    class Order(models.Model):
        customer = models.ForeignKey(User, models.CASCADE)
        tags = models.ManyToManyField(Tag)
        number = models.CharField(max_length=10)

    class Line(models.Model):
        order = models.ForeignKey(Order, models.CASCADE, related_name="lines")

    class Category(MP_Node):
        name = models.CharField(max_length=10)

    class Shelf(Category):
        pass

    class Photo(models.Model):
        labels = TaggableManager()
"""

SETTINGS = """
    INSTALLED_APPS = ["store"]
    AUTH_USER_MODEL = "store.User"
    ROOT_URLCONF = "urls"
"""


def store(code: str, **more: str) -> dict[str, str]:
    """Return a program: the models, a module that uses them, and more modules of the app by name."""
    files = {f"store/{name}.py": content for name, content in more.items()}
    return {
        "settings.py": SETTINGS,
        "store/__init__.py": "",
        "store/models.py": MODELS,
        "store/code.py": HEAD + code,
        **files,
    }


HEAD = """
    from store.models import Category, Line, Order, Photo, Shelf, Tag, User
"""
