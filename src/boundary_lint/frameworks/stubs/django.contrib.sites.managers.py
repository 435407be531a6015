from django.db import models


class CurrentSiteManager(models.Manager):
    def get_queryset(self):
        return self.filter(site__id=None)
