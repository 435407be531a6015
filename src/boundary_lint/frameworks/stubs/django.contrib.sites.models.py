from django.db import models


class SiteManager(models.Manager):
    def get_current(self, request=None):
        return self.get()

    def clear_cache(self):
        """Nothing is read or written."""


class Site(models.Model):
    domain = models.CharField(unique=True)
    name = models.CharField()
    objects = SiteManager()

    class Meta:
        app_label = "sites"
        db_table = "django_site"
