"""Forms: validating reads what is chosen from, saving writes the instance and what lies between it and others.

``_made_for`` and ``_made_fields`` are what factories and views give to a form that has no ``Meta``.
"""


class ModelChoiceField:
    pass


class ModelMultipleChoiceField(ModelChoiceField):
    pass


class BaseForm:
    def __init__(self, data=None, files=None, **kwargs):
        pass

    @property
    def fields(self):
        return __fields__(self)

    @property
    def base_fields(self):
        return __fields__(self)

    @property
    def cleaned_data(self):
        return __cleaned__(self)

    @property
    def errors(self):
        self.full_clean()

    def is_valid(self):
        self.full_clean()

    def full_clean(self):
        self._clean_fields()
        self._clean_form()
        self._post_clean()

    def _clean_fields(self):
        __choices__(self)

    def _clean_form(self):
        self.clean()

    def clean(self):
        return self.cleaned_data

    def _post_clean(self):
        pass


class Form(BaseForm):
    pass


class BaseModelForm(BaseForm):
    def __init__(self, data=None, files=None, instance=None, **kwargs):
        self.instance = __first__(instance, self._model()())
        __initial__(self)

    def _model(self):
        return __first__(self._made_for, self.model, __option__(self, "model"))

    def _post_clean(self):
        self.instance.clean()
        self.validate_unique()

    def validate_unique(self):
        self.instance.validate_unique()

    def save(self, commit=True):
        self._write(commit)
        return self.instance

    def _write(self, commit):
        if not commit:
            return
        self.instance.save()
        self._save_m2m()

    def _save_m2m(self):
        __chosen__(self)

    def save_m2m(self):
        self._save_m2m()


class ModelForm(BaseModelForm):
    pass


class BaseFormSet:
    def __init__(self, data=None, files=None, **kwargs):
        pass

    def _form(self):
        return self.form

    @property
    def forms(self):
        return [self._construct_form(0)]

    @property
    def initial_forms(self):
        return self.forms

    @property
    def extra_forms(self):
        return self.forms

    @property
    def deleted_forms(self):
        return self.forms

    @property
    def ordered_forms(self):
        return self.forms

    @property
    def empty_form(self):
        return self._form()()

    @property
    def errors(self):
        self.full_clean()

    def __iter__(self):
        return iter(self.forms)

    def __getitem__(self, index):
        return self._construct_form(index)

    def total_form_count(self):
        self.initial_form_count()

    def initial_form_count(self):
        pass

    def _construct_form(self, i, **kwargs):
        return self._form()()

    def is_valid(self):
        self.full_clean()

    def full_clean(self):
        for form in self.forms:
            form.full_clean()
        self.clean()

    def clean(self):
        pass


class BaseModelFormSet(BaseFormSet):
    def __init__(self, data=None, files=None, auto_id="", prefix=None, queryset=None, **kwargs):
        self.queryset = queryset

    def _form(self):
        return modelform_factory(self.model, self.form)

    def get_queryset(self):
        return __rows__(__first__(self.queryset, self.model)).all()

    def initial_form_count(self):
        list(self.get_queryset())

    def _construct_form(self, i, **kwargs):
        list(self.get_queryset())
        return self._form()()

    def save_new(self, form, commit=True):
        return form.save(commit)

    def save_existing(self, form, obj, commit=True):
        return form.save(commit)

    def delete_existing(self, obj, commit=True):
        if not commit:
            return
        obj.delete()

    def save(self, commit=True):
        self._write(commit)
        return [self.model()]

    def _write(self, commit):
        if not commit:
            return
        for form in self.forms:
            self.save_new(form)
            self.save_existing(form, form.instance)
            self.delete_existing(form.instance)

    @property
    def new_objects(self):
        return [self.model()]

    @property
    def deleted_objects(self):
        return [self.model()]


class BaseInlineFormSet(BaseModelFormSet):
    def __init__(self, data=None, files=None, instance=None, save_as_new=False, prefix=None, queryset=None, **kwargs):
        self.instance = instance
        self.queryset = queryset


def modelform_factory(model, form=None, fields=None, **kwargs):
    return __vary__(__first__(form, ModelForm), _made_for=model, _made_fields=fields)


def formset_factory(form, formset=None, **kwargs):
    return __vary__(__first__(formset, BaseFormSet), form=form)


def modelformset_factory(model, form=None, formset=None, fields=None, **kwargs):
    return __vary__(__first__(formset, BaseModelFormSet), model=model, form=modelform_factory(model, form, fields))


def inlineformset_factory(parent_model, model, form=None, formset=None, fk_name=None, fields=None, **kwargs):
    return __vary__(__first__(formset, BaseInlineFormSet), model=model, form=modelform_factory(model, form, fields))


def model_to_dict(instance, fields=None, exclude=None):
    pass


def fields_for_model(model, **kwargs):
    pass
