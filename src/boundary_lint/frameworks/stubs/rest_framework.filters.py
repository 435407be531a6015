"""Filters of the views of an API."""


class BaseFilterBackend:
    def filter_queryset(self, request, queryset, view):
        return queryset


class SearchFilter(BaseFilterBackend):
    pass


class OrderingFilter(BaseFilterBackend):
    pass


class DjangoFilterBackend(BaseFilterBackend):
    """The backend of django-filter: its filters stand in a class that the view names."""

    def get_filterset_class(self, view, queryset=None):
        return view.filterset_class

    def filter_queryset(self, request, queryset, view):
        return self.get_filterset_class(view, queryset)(queryset=queryset).qs
