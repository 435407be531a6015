"""Views of logging in and out and of passwords."""

from django.contrib.auth import get_user_model, login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.views.generic import FormView, TemplateView

UserModel = get_user_model()


class RedirectURLMixin:
    def get_success_url(self):
        pass

    def get_redirect_url(self):
        pass


class LoginView(RedirectURLMixin, FormView):
    def get_form_class(self):
        return __first__(self.authentication_form, self.form_class, AuthenticationForm)

    def form_valid(self, form):
        login(self.request, form.get_user())


class LogoutView(RedirectURLMixin, TemplateView):
    def dispatch(self, request, *args, **kwargs):
        logout(request)

    def post(self, request, *args, **kwargs):
        logout(request)


class PasswordResetView(FormView):
    def get_form_class(self):
        return __first__(self.form_class, PasswordResetForm)

    def form_valid(self, form):
        form.save()


class PasswordResetDoneView(TemplateView):
    pass


class PasswordResetConfirmView(FormView):
    def get_form_class(self):
        return __first__(self.form_class, SetPasswordForm)

    def get_user(self, uidb64):
        return UserModel._default_manager.get(pk=uidb64)

    def dispatch(self, request, *args, **kwargs):
        self.user = self.get_user("")
        super().dispatch(request)

    def form_valid(self, form):
        user = form.save()
        login(self.request, user)


class PasswordResetCompleteView(TemplateView):
    pass


class PasswordChangeView(FormView):
    def get_form_class(self):
        return __first__(self.form_class, PasswordChangeForm)

    def form_valid(self, form):
        form.save()
        update_session_auth_hash(self.request, self.request.user)


class PasswordChangeDoneView(TemplateView):
    pass
