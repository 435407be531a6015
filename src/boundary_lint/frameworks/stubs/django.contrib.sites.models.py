from django.db import models


class SiteManager(models.Manager):
    pass


class Site(models.Model):
    objects = SiteManager()

    class Meta:
        app_label = "sites"
        db_table = "django_site"
