"""Class-based views: what their own ``get`` and ``post`` do with the model, the query set and the form they are given."""

from django.forms import modelform_factory
from django.http import HttpRequest


class View:
    request: HttpRequest

    def __declared__(self):
        self.dispatch(self.request)

    @classmethod
    def as_view(cls, **initkwargs):
        return __vary__(cls, **initkwargs)().dispatch

    def setup(self, request, *args, **kwargs):
        pass

    def dispatch(self, request, *args, **kwargs):
        self.get(request)
        self.post(request)
        self.put(request)
        self.patch(request)
        self.delete(request)

    def options(self, request, *args, **kwargs):
        pass

    def http_method_not_allowed(self, request, *args, **kwargs):
        pass


class ContextMixin:
    def get_context_data(self, **kwargs):
        return kwargs


class TemplateResponseMixin:
    def render_to_response(self, context, **response_kwargs):
        pass


class TemplateView(TemplateResponseMixin, ContextMixin, View):
    def get(self, request, *args, **kwargs):
        self.get_context_data(**kwargs)


class RedirectView(View):
    def get_redirect_url(self, *args, **kwargs):
        pass

    def get(self, request, *args, **kwargs):
        self.get_redirect_url()

    def post(self, request, *args, **kwargs):
        return self.get(request)


class SingleObjectMixin(ContextMixin):
    def get_object(self, queryset=None):
        return __first__(queryset, self.get_queryset()).get()

    def get_queryset(self):
        return __rows__(__first__(self.queryset, self.model)).all()

    def get_context_data(self, **kwargs):
        return {"object": self.object, "view": self, **kwargs}


class BaseDetailView(SingleObjectMixin, View):
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.get_context_data()


class SingleObjectTemplateResponseMixin(TemplateResponseMixin):
    pass


class DetailView(SingleObjectTemplateResponseMixin, BaseDetailView):
    pass


class MultipleObjectMixin(ContextMixin):
    def get_queryset(self):
        return __rows__(__first__(self.queryset, self.model)).all()

    def paginate_queryset(self, queryset, page_size):
        list(queryset)
        return (None, None, queryset, True)

    def get_context_data(self, object_list=None, **kwargs):
        queryset = __first__(object_list, self.object_list)
        list(queryset)
        return {"object_list": queryset, "view": self, **kwargs}


class BaseListView(MultipleObjectMixin, View):
    def get(self, request, *args, **kwargs):
        self.object_list = self.get_queryset()
        self.get_context_data()


class MultipleObjectTemplateResponseMixin(TemplateResponseMixin):
    pass


class ListView(MultipleObjectTemplateResponseMixin, BaseListView):
    pass


class FormMixin(ContextMixin):
    def get_initial(self):
        return {}

    def get_form_class(self):
        return self.form_class

    def get_form_kwargs(self):
        return {}

    def get_form(self, form_class=None):
        return __first__(form_class, self.get_form_class())(**self.get_form_kwargs())

    def form_valid(self, form):
        pass

    def form_invalid(self, form):
        self.get_context_data(form=form)

    def get_success_url(self):
        pass

    def get_context_data(self, form=None, **kwargs):
        return {"form": __first__(form, self.get_form()), "view": self, **super().get_context_data(**kwargs)}


class ProcessFormView(View):
    def get(self, request, *args, **kwargs):
        self.get_context_data()

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        form.is_valid()
        self.form_valid(form)
        self.form_invalid(form)

    def put(self, request, *args, **kwargs):
        return self.post(request)


class BaseFormView(FormMixin, ProcessFormView):
    pass


class FormView(TemplateResponseMixin, BaseFormView):
    pass


class ModelFormMixin(FormMixin, SingleObjectMixin):
    def get_form_class(self):
        model = __first__(self.model, self.object, self.get_queryset())
        return __first__(self.form_class, modelform_factory(model, fields=self.fields))

    def get_form_kwargs(self):
        return {"instance": self.object}

    def form_valid(self, form):
        self.object = form.save()


class BaseCreateView(ModelFormMixin, ProcessFormView):
    def get(self, request, *args, **kwargs):
        self.object = None
        return super().get(request)

    def post(self, request, *args, **kwargs):
        self.object = None
        return super().post(request)


class CreateView(SingleObjectTemplateResponseMixin, BaseCreateView):
    pass


class BaseUpdateView(ModelFormMixin, ProcessFormView):
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request)


class UpdateView(SingleObjectTemplateResponseMixin, BaseUpdateView):
    pass


class DeletionMixin:
    def delete(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.object.delete()

    def post(self, request, *args, **kwargs):
        return self.delete(request)

    def get_success_url(self):
        pass


class BaseDeleteView(DeletionMixin, FormMixin, BaseDetailView):
    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.get_form()
        form.is_valid()
        self.form_valid(form)

    def form_valid(self, form):
        self.object.delete()


class DeleteView(SingleObjectTemplateResponseMixin, BaseDeleteView):
    pass


class DateMixin:
    def get_date_field(self):
        return self.date_field


class BaseDateListView(MultipleObjectMixin, DateMixin, View):
    def get_dated_queryset(self, **lookup):
        queryset = self.get_queryset().filter(**lookup)
        list(queryset)
        return queryset

    def get_date_list(self, queryset, date_type=None, ordering="ASC"):
        list(queryset)
        return []

    def get_dated_items(self):
        return ([], self.get_dated_queryset(), {})

    def get(self, request, *args, **kwargs):
        self.object_list = self.get_dated_queryset()
        self.get_context_data()


class ArchiveIndexView(MultipleObjectTemplateResponseMixin, BaseDateListView):
    pass


class YearArchiveView(MultipleObjectTemplateResponseMixin, BaseDateListView):
    pass


class MonthArchiveView(MultipleObjectTemplateResponseMixin, BaseDateListView):
    pass


class WeekArchiveView(MultipleObjectTemplateResponseMixin, BaseDateListView):
    pass


class DayArchiveView(MultipleObjectTemplateResponseMixin, BaseDateListView):
    pass


class TodayArchiveView(MultipleObjectTemplateResponseMixin, BaseDateListView):
    pass


class DateDetailView(DetailView):
    pass
