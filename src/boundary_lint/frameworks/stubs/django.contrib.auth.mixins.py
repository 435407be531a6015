"""Mixins that let only some users see a view."""


class AccessMixin:
    def handle_no_permission(self):
        pass


class LoginRequiredMixin(AccessMixin):
    def dispatch(self, request, *args, **kwargs):
        super().dispatch(request)


class PermissionRequiredMixin(AccessMixin):
    def get_permission_required(self):
        return self.permission_required

    def has_permission(self):
        self.request.user.has_perms(self.get_permission_required())

    def dispatch(self, request, *args, **kwargs):
        self.has_permission()
        super().dispatch(request)


class UserPassesTestMixin(AccessMixin):
    def test_func(self):
        pass

    def dispatch(self, request, *args, **kwargs):
        self.test_func()
        super().dispatch(request)
