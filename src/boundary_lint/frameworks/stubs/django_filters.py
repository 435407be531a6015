"""Filters of query sets by a form; ``qs`` is the query filtered, validating reads what is chosen from."""

from django.forms import Form
from django.views.generic import ListView
from rest_framework.filters import DjangoFilterBackend


class ModelChoiceFilter:
    pass


class ModelMultipleChoiceFilter(ModelChoiceFilter):
    pass


class FilterSetForm(Form):
    """The form of the filters: ``_filters`` has the fields."""

    @property
    def fields(self):
        return __fields__(self._filters)

    @property
    def cleaned_data(self):
        return __cleaned__(self._filters)

    def full_clean(self):
        __choices__(self._filters)

    def has_changed(self):
        __choices__(self._filters)


class BaseFilterSet:
    def __init__(self, data=None, queryset=None, request=None, prefix=None):
        self.queryset = __rows__(__first__(queryset, __option__(self, "model"), self.model)).all()

    @property
    def form(self):
        return __vary__(FilterSetForm, _filters=self)()

    @property
    def filters(self):
        return __fields__(self)

    @property
    def qs(self):
        __choices__(self)
        return self.filter_queryset(self.queryset.all())

    def is_valid(self):
        __choices__(self)

    def filter_queryset(self, queryset):
        return queryset.all()


class FilterSet(BaseFilterSet):
    pass


class FilterMixin:
    def get_filterset_class(self):
        return __first__(self.filterset_class, __vary__(FilterSet, model=self.model))

    def get_filterset_kwargs(self, filterset_class):
        return {"queryset": self.get_queryset()}

    def get_filterset(self, filterset_class):
        return filterset_class(**self.get_filterset_kwargs(filterset_class))


class FilterView(FilterMixin, ListView):
    def get(self, request, *args, **kwargs):
        self.filterset = self.get_filterset(self.get_filterset_class())
        self.object_list = self.filterset.qs
        self.get_context_data(filter=self.filterset, object_list=self.object_list)
