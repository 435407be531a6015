"""The admin: lists, forms and inlines of a model, and the log of what was done with them."""

from django.contrib.admin.models import LogEntry
from django.forms import BaseInlineFormSet, ModelForm, inlineformset_factory, modelform_factory
from django.http import HttpRequest


class BaseModelAdmin:
    request: HttpRequest

    def _instance(self):
        return self.model()

    def get_queryset(self, request):
        return __rows__(self.model).all()

    def get_form_class(self):
        return modelform_factory(self.model, __first__(self.form, ModelForm))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        pass

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        pass

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        pass

    def get_fieldsets(self, request, obj=None):
        pass

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    def get_list_display(self, request):
        return self.list_display

    def has_view_permission(self, request, obj=None):
        request.user.has_perm("")

    def has_add_permission(self, request, obj=None):
        request.user.has_perm("")

    def has_change_permission(self, request, obj=None):
        request.user.has_perm("")

    def has_delete_permission(self, request, obj=None):
        request.user.has_perm("")

    def has_module_permission(self, request):
        request.user.has_module_perms("")


class ModelAdmin(BaseModelAdmin):
    def __declared__(self):
        """List, change and delete; permissions and the log are asked and written for every model alike."""
        obj = self.get_object(self.request, None)
        form = self.get_form(self.request, obj)(instance=obj)
        form.is_valid()
        self.save_model(self.request, obj, form, True)
        self.save_related(self.request, form, [inline().get_formset(self.request)() for inline in self.inlines], True)
        self.delete_model(self.request, obj)
        self.get_queryset(self.request).filter(__paths__(self.list_display, self.list_filter, self.search_fields))

    def get_object(self, request, object_id, from_field=None):
        return self.get_queryset(request).get()

    def get_form(self, request, obj=None, change=False, **kwargs):
        return self.get_form_class()

    def get_search_results(self, request, queryset, search_term):
        return (queryset.all(), False)

    def get_changelist_instance(self, request):
        list(self.get_queryset(request))

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        list(queryset)

    def get_formsets_with_inlines(self, request, obj=None):
        return []

    def log_addition(self, request, obj, message):
        __write__(LogEntry)

    def log_change(self, request, obj, message):
        __write__(LogEntry)

    def log_deletions(self, request, queryset):
        __write__(LogEntry)

    def log_deletion(self, request, obj, object_repr):
        __write__(LogEntry)

    def message_user(self, request, message, *args, **kwargs):
        pass

    def save_form(self, request, form, change):
        return form.save(commit=False)

    def save_model(self, request, obj, form, change):
        __first__(obj, self.model()).save()

    def delete_model(self, request, obj):
        __first__(obj, self.model()).delete()

    def delete_queryset(self, request, queryset):
        __first__(queryset, self.get_queryset(request)).delete()

    def save_formset(self, request, form, formset, change):
        formset.save()

    def save_related(self, request, form, formsets, change):
        form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def changelist_view(self, request, extra_context=None):
        self.has_view_permission(request)
        list(self.get_queryset(request))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        obj = self.get_object(request, object_id)
        self.has_change_permission(request, obj)
        form = self.get_form(request, obj)(instance=obj)
        form.is_valid()
        self.save_model(request, obj, form, True)
        self.save_related(request, form, [], True)
        self.log_change(request, obj, "")

    def add_view(self, request, form_url="", extra_context=None):
        return self.changeform_view(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.changeform_view(request, object_id)

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        self.has_delete_permission(request, obj)
        self.log_deletion(request, obj, "")
        self.delete_model(request, obj)

    def history_view(self, request, object_id, extra_context=None):
        self.get_object(request, object_id)
        list(LogEntry.objects.filter())


class InlineModelAdmin(BaseModelAdmin):
    def get_formset(self, request, obj=None, **kwargs):
        return inlineformset_factory(None, self.model, self.form, __first__(self.formset, BaseInlineFormSet))


class TabularInline(InlineModelAdmin):
    pass


class StackedInline(InlineModelAdmin):
    pass


class AdminSite:
    def register(self, model_or_iterable, admin_class=None, **options):
        pass

    def has_permission(self, request):
        pass


class SimpleListFilter:
    def __init__(self, request, params, model, model_admin):
        pass

    def lookups(self, request, model_admin):
        pass

    def queryset(self, request, queryset):
        pass


def display(function=None, **kwargs):
    return function


def action(function=None, **kwargs):
    return function
