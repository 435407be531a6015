from django.forms import ModelForm


class PermissionedForm:
    pass


class PermissionedModelForm(PermissionedForm, ModelForm):
    pass
