from django.db import models


class TaggableManager(models.Field):
    pass
