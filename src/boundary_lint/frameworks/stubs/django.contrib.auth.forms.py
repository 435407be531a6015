"""Forms about users: signing up writes one, logging in and resetting a password look one up."""

from django.contrib.auth import authenticate, get_user_model
from django.forms import Form, ModelForm

UserModel = get_user_model()


class BaseUserCreationForm(ModelForm):
    def _model(self):
        return __first__(self._made_for, __option__(self, "model"), UserModel)


class UserCreationForm(BaseUserCreationForm):
    def clean_username(self):
        __read__(self._model())


class AdminUserCreationForm(UserCreationForm):
    pass


class UserChangeForm(ModelForm):
    def _model(self):
        return __first__(self._made_for, __option__(self, "model"), UserModel)


class AuthenticationForm(Form):
    def __init__(self, request=None, *args, **kwargs):
        self.request = request
        self.user_cache = UserModel()

    def clean(self):
        self.user_cache = authenticate(self.request)
        return self.cleaned_data

    def get_user(self):
        return self.user_cache

    def confirm_login_allowed(self, user):
        pass


class PasswordResetForm(Form):
    def get_users(self, email):
        return UserModel._default_manager.filter(email__iexact=email)

    def send_mail(self, *args, **kwargs):
        pass

    def save(self, *args, **kwargs):
        for user in self.get_users(""):
            self.send_mail(user)


class SetPasswordForm(Form):
    def __init__(self, user=None, *args, **kwargs):
        self.user = __first__(user, UserModel())

    def save(self, commit=True):
        self._write(commit)
        return self.user

    def _write(self, commit):
        if not commit:
            return
        self.user.save()


class PasswordChangeForm(SetPasswordForm):
    pass


class AdminPasswordChangeForm(SetPasswordForm):
    pass
