from rest_framework.authtoken.models import Token


class BaseAuthentication:
    def authenticate(self, request):
        pass


class BasicAuthentication(BaseAuthentication):
    pass


class SessionAuthentication(BaseAuthentication):
    def authenticate(self, request):
        return (request.user, None)


class TokenAuthentication(BaseAuthentication):
    def get_model(self):
        return __first__(self.model, Token)

    def authenticate(self, request):
        return self.authenticate_credentials("")

    def authenticate_credentials(self, key):
        token = self.get_model().objects.select_related("user").get(key=key)
        return (token.user, token)
