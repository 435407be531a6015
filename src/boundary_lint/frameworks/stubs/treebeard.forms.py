"""Forms of nodes: their choices are the whole tree, saving moves."""

from django.forms import ModelForm, modelform_factory


class MoveNodeForm(ModelForm):
    def __init__(self, data=None, files=None, instance=None, **kwargs):
        self.instance = __first__(instance, self._model()())
        __initial__(self)
        list(self._model().get_tree())

    def _write(self, commit):
        if not commit:
            return
        super()._write(commit)
        self.instance.move(self.instance)


def movenodeform_factory(model, form=None, exclude=None, fields=None, **kwargs):
    return modelform_factory(model, __first__(form, MoveNodeForm), fields=fields)
