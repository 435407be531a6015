"""Logging in and out: the user is found by a backend, and remembered in the session."""

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session


def authenticate(request=None, **credentials):
    return get_user_model()._default_manager.get()


async def aauthenticate(request=None, **credentials):
    return get_user_model()._default_manager.get()


def login(request, user, backend=None):
    """Write the time of the login, and a session under a new key."""
    __write__(__first__(user, get_user_model()))
    __write__(Session)


async def alogin(request, user, backend=None):
    login(request, user)


def logout(request):
    __delete__(Session)


async def alogout(request):
    logout(request)


def get_user(request):
    return get_user_model()._default_manager.get()


async def aget_user(request):
    return get_user_model()._default_manager.get()


def update_session_auth_hash(request, user):
    __write__(Session)
