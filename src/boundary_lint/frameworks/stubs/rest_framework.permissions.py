"""Permissions: the plain ones look at the user alone, those of Django's models ask the permission tables."""


class BasePermission:
    def has_permission(self, request, view):
        pass

    def has_object_permission(self, request, view, obj):
        pass


class AllowAny(BasePermission):
    pass


class IsAuthenticated(BasePermission):
    pass


class IsAdminUser(BasePermission):
    pass


class IsAuthenticatedOrReadOnly(BasePermission):
    pass


class DjangoModelPermissions(BasePermission):
    def has_permission(self, request, view):
        request.user.has_perms([])


class DjangoModelPermissionsOrAnonReadOnly(DjangoModelPermissions):
    pass


class DjangoObjectPermissions(DjangoModelPermissions):
    def has_object_permission(self, request, view, obj):
        request.user.has_perms([], obj)
