from django.conf import settings
from django.db import models


class AbstractUserSocialAuth(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="social_auth")

    class Meta:
        abstract = True


class UserSocialAuth(AbstractUserSocialAuth):
    class Meta:
        app_label = "social_django"
        db_table = "social_auth_usersocialauth"
