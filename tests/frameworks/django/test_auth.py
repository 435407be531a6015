"""Permissions, logins, sites and content types: reads of the framework's own tables."""

from tests.frameworks.django.store import store
from tests.helpers import check

ASKED = (
    "read auth_permission, read store_user_user_permissions, read django_content_type, "
    "read auth_group, read auth_group_permissions, read store_user_groups, join auth_permission auth_group, "
    "join auth_permission auth_group_permissions, join auth_permission django_content_type"
)


def test_permissions_are_read() -> None:
    check(
        store(f"""
    def by_name(user):
        return user.has_perm("store.add_order")  # fact: {ASKED}

    def by_request(request):
        return request.user.has_perms(["x"])  # fact: {ASKED}

    def other(account):
        return account.has_perm("x")
    """)
    )


def test_logging_in_and_out() -> None:
    check(
        store("""
    from django.contrib.auth import authenticate, login, logout

    def enter(request):
        user = authenticate(request)  # fact: read store_user
        login(request, user)  # fact: write store_user, write django_session

    def leave(request):
        logout(request)  # fact: delete django_session
    """)
    )


def test_sites_and_content_types() -> None:
    check(
        store("""
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sites.models import Site
    from django.contrib.sites.shortcuts import get_current_site

    def f(request):
        get_current_site(request)  # fact: read django_site
        Site.objects.get_current()  # fact: read django_site
        ContentType.objects.get_for_model(Order)  # fact: read django_content_type
        ContentType.objects.get_for_models(Order, Line)  # fact: read django_content_type
    """)
    )


def test_the_projects_own_permissions_are_its_own() -> None:
    check(
        store(
            "",
            accounts="""
    from django.contrib.auth.backends import ModelBackend
    from store.models import Tag, User

    class Member(User):
        def has_perm(self, perm, obj=None):
            return Tag.objects.filter(name=perm).exists()  # fact: read store_tag

        class Meta:
            app_label = "store"
            proxy = True

    class Backend(ModelBackend):
        def authenticate(self, request, username=None, password=None):
            return super().authenticate(request, username, password)  # fact: read store_user

    def asks(member: Member):
        return member.has_perm("x")
    """,
        )
    )


def test_views_and_forms_of_users() -> None:
    check(
        store("""
    from django.contrib.auth.forms import PasswordResetForm, UserCreationForm
    from django.contrib.auth.mixins import PermissionRequiredMixin
    from django.contrib.auth.views import LoginView, PasswordChangeView
    from django.views.generic import ListView

    class Login(LoginView):  # fact: read store_user
        def form_valid(self, form):
            return super().form_valid(form)  # fact: write store_user, write django_session

    class Change(PasswordChangeView):
        def form_valid(self, form):
            return super().form_valid(form)  # fact: write store_user, write django_session

    class Reset(PasswordResetForm):
        def save(self):
            for user in self.get_users("x"):  # fact: read store_user
                user.groups.count()  # fact: read auth_group, read store_user_groups

    class SignUp(UserCreationForm):
        class Meta:
            model = User
            fields = ["email"]

        def save(self, commit=True):
            return super().save(commit)  # fact: write store_user

    class Orders(PermissionRequiredMixin, ListView):
        model = Order

        def has_permission(self):
            return Tag.objects.exists()  # fact: read store_tag

        def dispatch(self, request):
            return super().dispatch(request)  # fact: read store_order
    """)
    )
