from django.contrib.sites.models import Site
from django.db import models


class Redirect(models.Model):
    site = models.ForeignKey(Site)

    class Meta:
        app_label = "redirects"
        db_table = "django_redirect"
