"""Views of several forms at once."""

from django.forms import BaseFormSet, BaseInlineFormSet, BaseModelFormSet, inlineformset_factory, modelformset_factory
from django.views.generic import CreateView, FormView, ListView, SingleObjectMixin, UpdateView, View


class BaseFormSetFactory:
    def get_formset_class(self):
        return __first__(self.formset_class, BaseFormSet)

    def get_formset(self):
        return __vary__(self.get_formset_class(), form=self.form_class)

    def get_formset_kwargs(self):
        return {}

    def get_factory_kwargs(self):
        return {}

    def construct_formset(self):
        return self.get_formset()(**self.get_formset_kwargs())


class ModelFormSetMixin(BaseFormSetFactory):
    def get_queryset(self):
        return __rows__(__first__(self.queryset, self.model)).all()

    def get_formset_class(self):
        return __first__(self.formset_class, BaseModelFormSet)

    def get_formset(self):
        return modelformset_factory(self.model, self.form_class, self.get_formset_class(), fields=self.fields)

    def get_formset_kwargs(self):
        return {"queryset": self.get_queryset()}


class InlineFormSetFactory(BaseFormSetFactory):
    def get_formset_class(self):
        return __first__(self.formset_class, BaseInlineFormSet)

    def get_formset(self):
        return inlineformset_factory(
            None, self.inline_model, self.form_class, self.get_formset_class(), fields=self.fields
        )


class ProcessFormSetView(View):
    def get(self, request, *args, **kwargs):
        formset = self.construct_formset()
        list(formset)
        self.get_context_data(formset=formset)

    def post(self, request, *args, **kwargs):
        formset = self.construct_formset()
        formset.is_valid()
        self.formset_valid(formset)
        self.formset_invalid(formset)

    def get_context_data(self, formset=None, **kwargs):
        return {"formset": formset, **kwargs}

    def formset_invalid(self, formset):
        self.get_context_data(formset=formset)


class FormSetView(BaseFormSetFactory, ProcessFormSetView):
    def formset_valid(self, formset):
        pass


class ModelFormSetView(ModelFormSetMixin, ProcessFormSetView):
    def get_context_data(self, formset=None, **kwargs):
        return {"formset": formset, "object_list": self.get_queryset(), **kwargs}

    def formset_valid(self, formset):
        self.object_list = formset.save()


class InlineFormSetView(InlineFormSetFactory, SingleObjectMixin, ProcessFormSetView):
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request)

    def formset_valid(self, formset):
        self.object_list = formset.save()


class ModelFormWithInlinesMixin:
    def get_inlines(self):
        return self.inlines

    def construct_inlines(self):
        return [inline().construct_formset() for inline in self.get_inlines()]

    def forms_valid(self, form, inlines):
        self.object = form.save()
        for formset in inlines:
            formset.save()

    def forms_invalid(self, form, inlines):
        self.get_context_data(form=form, inlines=inlines)


class CreateWithInlinesView(ModelFormWithInlinesMixin, CreateView):
    def post(self, request, *args, **kwargs):
        form, inlines = self.get_form(), self.construct_inlines()
        form.is_valid()
        for formset in inlines:
            formset.is_valid()
        self.forms_valid(form, inlines)


class UpdateWithInlinesView(ModelFormWithInlinesMixin, UpdateView):
    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form, inlines = self.get_form(), self.construct_inlines()
        form.is_valid()
        for formset in inlines:
            formset.is_valid()
        self.forms_valid(form, inlines)


class SearchableListMixin:
    def get_queryset(self):
        return super().get_queryset()


class SortableListMixin:
    def get_queryset(self):
        return super().get_queryset()
