from django.db import models


class AbstractBaseSession(models.Model):
    class Meta:
        abstract = True


class Session(AbstractBaseSession):
    class Meta:
        app_label = "sessions"
        db_table = "django_session"
