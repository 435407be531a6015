from django.conf import settings
from django.db import models


class AbstractApplication(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="%(app_label)s_%(class)s")

    class Meta:
        abstract = True


class AbstractGrant(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="%(app_label)s_%(class)s")
    application = models.ForeignKey(settings.OAUTH2_PROVIDER_APPLICATION_MODEL)

    class Meta:
        abstract = True


class AbstractAccessToken(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="%(app_label)s_%(class)s", null=True)
    source_refresh_token = models.OneToOneField(settings.OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL, related_name="refreshed_access_token", null=True)
    id_token = models.OneToOneField(settings.OAUTH2_PROVIDER_ID_TOKEN_MODEL, related_name="access_token", null=True)
    application = models.ForeignKey(settings.OAUTH2_PROVIDER_APPLICATION_MODEL, null=True)

    class Meta:
        abstract = True


class AbstractRefreshToken(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="%(app_label)s_%(class)s")
    application = models.ForeignKey(settings.OAUTH2_PROVIDER_APPLICATION_MODEL)
    access_token = models.OneToOneField(settings.OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL, related_name="refresh_token", null=True)

    class Meta:
        abstract = True


class AbstractIDToken(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="%(app_label)s_%(class)s", null=True)
    application = models.ForeignKey(settings.OAUTH2_PROVIDER_APPLICATION_MODEL, null=True)

    class Meta:
        abstract = True
