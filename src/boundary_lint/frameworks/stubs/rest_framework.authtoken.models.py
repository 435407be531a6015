from django.conf import settings
from django.db import models


class Token(models.Model):
    key = models.CharField(primary_key=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, related_name="auth_token")

    class Meta:
        app_label = "authtoken"
