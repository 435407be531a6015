from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models


class LogEntryManager(models.Manager):
    pass


class LogEntry(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL)
    content_type = models.ForeignKey(ContentType)
    objects = LogEntryManager()

    class Meta:
        app_label = "admin"
        db_table = "django_admin_log"
