from django.db import models


class BaseHierarkeyStoreModel(models.Model):
    class Meta:
        abstract = True
