from django.contrib.sites.models import Site
from django.db import models


class FlatPage(models.Model):
    sites = models.ManyToManyField(Site)

    class Meta:
        app_label = "flatpages"
        db_table = "django_flatpage"
