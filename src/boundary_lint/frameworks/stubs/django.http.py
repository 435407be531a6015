from django.contrib.auth import get_user_model


class HttpRequest:
    user: get_user_model()
