from django.db import models


class KVStore(models.Model):
    key = models.CharField(primary_key=True)

    class Meta:
        app_label = "thumbnail"
