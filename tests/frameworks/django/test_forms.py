"""Forms and form sets: validating reads what is chosen from, saving writes."""

from tests.frameworks.django.store import store
from tests.helpers import check

FORMS = """
    from django import forms
    from django.forms import inlineformset_factory, modelform_factory, modelformset_factory

    class OrderForm(forms.ModelForm):
        class Meta:
            model = Order
            fields = ["number", "tags"]
"""


def test_plain_forms() -> None:
    check(
        store(
            FORMS
            + """
    class Search(forms.Form):
        text = forms.CharField()
        customer = forms.ModelChoiceField(queryset=User.objects.filter(is_active=True))
        orders = forms.ModelMultipleChoiceField(queryset=Order.objects.all())

        def clean_customer(self):
            return self.cleaned_data["customer"].groups.count()  # fact: read auth_group, read store_user_groups

        def clean(self):
            data = super().clean()
            for order in data["orders"]:  # fact: read store_order
                order.lines.count()  # fact: read store_line
            return data

        def narrow(self):
            self.fields["orders"].queryset.count()  # fact: read store_order

    def search(request):
        form = Search(request.GET)
        if form.is_valid():  # fact: read store_user, read store_order
            return form.cleaned_data["customer"].email
    """
        )
    )


def test_model_forms() -> None:
    check(
        store(
            FORMS
            + """
    def edit(request, order: Order):
        form = OrderForm(request.POST, instance=order)  # fact: read store_order_tags, read store_tag
        form.is_valid()  # fact: read store_tag
        form.instance.customer.email  # fact: read store_user
        form.save(commit=False).lines.count()  # fact: read store_line

    def save(form: OrderForm):
        form.save()  # fact: write store_order, read store_order_tags, write store_order_tags, delete store_order_tags

    class Quiet(OrderForm):
        def save(self, commit=True):
            order = super().save(commit=False)
            order.number = "1"
            order.save()  # fact: write store_order
            self.save_m2m()  # fact: read store_order_tags, write store_order_tags, delete store_order_tags
            return order

    def use(form: Quiet):
        form.save()
    """
        )
    )


def test_made_forms() -> None:
    check(
        store(
            FORMS
            + """
    LineForm = modelform_factory(Line, fields=["order"])

    class Numbered(modelform_factory(Line, fields=["order"])):
        def save(self):
            return super().save()  # fact: write store_line

    def f(request):
        form = LineForm(request.POST)
        form.is_valid()  # fact: read store_order
        form.save()  # fact: write store_line
        modelform_factory(Order, form=OrderForm)().save(False).lines.count()  # fact: read store_line, read store_order_tags, read store_tag
    """
        )
    )


def test_form_sets() -> None:
    check(
        store(
            FORMS
            + """
    class LineForm(forms.ModelForm):
        class Meta:
            model = Line
            fields = ["order"]

        def save(self, commit=True):
            return super().save(commit)  # fact: write store_line

    LineFormSet = inlineformset_factory(Order, Line, form=LineForm)
    BaseTags = modelformset_factory(Tag, fields=["name"])

    class TagFormSet(BaseTags):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)

        def _construct_form(self, i, **kwargs):
            return super()._construct_form(i, **kwargs)  # fact: read store_tag

        def clean(self):
            for form in self.forms:
                form.instance.order_set.count()  # fact: read store_order, read store_order_tags

        def save(self, commit=True):
            return super().save(commit)  # fact: write store_tag, delete store_tag

    def lines(request, order: Order):
        formset = LineFormSet(request.POST, instance=order)
        formset.is_valid()  # fact: read store_line, read store_order
        for form in formset:  # fact: read store_line
            form.instance.order.number  # fact: read store_order
    """
        )
    )


def test_a_form_that_may_be_any_of_many_is_none_of_them() -> None:
    check(
        store(
            FORMS
            + """
    few = {"order": modelform_factory(Order), "line": modelform_factory(Line)}
    many = {
        "order": modelform_factory(Order), "line": modelform_factory(Line), "tag": modelform_factory(Tag),
        "user": modelform_factory(User), "photo": modelform_factory(Photo),
    }

    def f(request, kind):
        few[kind](request.POST).save()  # fact: write store_order, write store_line
        many[kind](request.POST).save()
    """
        )
    )
