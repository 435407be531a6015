"""Sessions in a table: ``request.session`` itself is not followed, since it may be stored anywhere."""

from django.db import models


class BaseSessionManager(models.Manager):
    def save(self, session_key, session_dict, expire_date):
        __write__(self)


class SessionManager(BaseSessionManager):
    pass


class AbstractBaseSession(models.Model):
    session_key = models.CharField(primary_key=True)

    class Meta:
        abstract = True


class Session(AbstractBaseSession):
    objects = SessionManager()

    class Meta:
        app_label = "sessions"
        db_table = "django_session"
