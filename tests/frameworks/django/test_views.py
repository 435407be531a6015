"""Class-based views: what the methods of Django's views do is charged to the project's method that calls them."""

from tests.frameworks.django.store import store
from tests.helpers import check

VIEWS = """
    from django import forms
    from django.views import View
    from django.views.generic import CreateView, DeleteView, DetailView, FormView, ListView, UpdateView
"""


def test_lists() -> None:
    check(
        store(
            VIEWS
            + """
    class Orders(ListView):  # fact: read store_order
        model = Order

        def get_context_data(self, **kwargs):
            context = super().get_context_data(**kwargs)  # fact: read store_order
            return context

    class Open(ListView):
        queryset = Order.objects.filter(customer__email="x")  # fact: join store_order store_user

        def get_queryset(self):
            return super().get_queryset().filter(number="1")  # fact: read store_order

        def get(self, request):
            return super().get(request)  # fact: read store_order, read store_user

    class Own(ListView):
        def get_queryset(self):
            return Line.objects.all()  # fact: read store_line

        def get_context_data(self, **kwargs):
            context = super().get_context_data(**kwargs)  # fact: read store_line
            for line in context["object_list"]:  # fact: read store_line
                line.order.number  # fact: read store_order
            return context
    """
        )
    )


def test_single_objects() -> None:
    check(
        store(
            VIEWS
            + """
    class Detail(DetailView):
        model = Order

        def get_object(self, queryset=None):
            order = super().get_object(queryset)  # fact: read store_order
            order.customer.email  # fact: read store_user
            return order

        def get_context_data(self, **kwargs):
            context = super().get_context_data(**kwargs)
            context["lines"] = self.object.lines.all()  # fact: read store_line
            return context

    class Remove(DeleteView):
        model = Line

        def form_valid(self, form):
            return super().form_valid(form)  # fact: delete store_line

        def dispatch(self, request):
            return super().dispatch(request)  # fact: read store_line, delete store_line
    """
        )
    )


def test_forms_of_views() -> None:
    check(
        store(
            VIEWS
            + """
    class OrderForm(forms.ModelForm):
        class Meta:
            model = Order
            fields = ["number", "customer"]

    class Create(CreateView):
        model = Order
        form_class = OrderForm

        def form_valid(self, form):
            form.instance.customer.email  # fact: read store_user
            return super().form_valid(form)  # fact: write store_order

        def post(self, request):
            return super().post(request)  # fact: read store_user

    class ByFields(UpdateView):  # fact: read store_line
        model = Line
        fields = ["order"]

        def post(self, request):
            return super().post(request)  # fact: read store_line, read store_order, write store_line

    class Later(CreateView):  # fact: read store_user
        form_class = OrderForm

        def form_valid(self, form):
            order = form.save(commit=False)
            order.customer.email  # fact: read store_user
            order.save()  # fact: write store_order
    """
        )
    )


def test_attributes_set_where_a_view_is_made() -> None:
    check(
        store(
            VIEWS
            + """
    class Generic(ListView):
        def get_title(self):
            return ""

    def orders(request):
        return Generic.as_view(model=Order)(request)  # fact: read store_order

    def lines(request):
        return Generic.as_view(queryset=Line.objects.all())(request)  # fact: read store_line

    def nothing(request):
        return Generic.as_view()(request)
    """
        )
    )


def test_a_mixin_runs_for_the_views_below_it() -> None:
    check(
        store(
            VIEWS
            + """
    class Titled:
        def get_object(self):
            return super().get_object()  # fact: read store_order, read store_line

    class A(Titled, DetailView):
        model = Order

    class B(Titled, DetailView):
        model = Line

    class Plain(View):
        def get(self, request):
            Order.objects.count()  # fact: read store_order

        def dispatch(self, request):
            return super().dispatch(request)
    """
        )
    )


def test_a_class_that_says_all_by_its_attributes_reads_and_writes_itself() -> None:
    check(
        store(
            VIEWS
            + """
    class Base(ListView):
        paginate_by = 20

    class Orders(Base):  # fact: read store_order
        model = Order

    class Remove(DeleteView):  # fact: read store_line, delete store_line
        model = Line

    class Edit(UpdateView):  # fact: read store_tag, write store_tag
        model = Tag
        fields = ["name"]

    class Search(FormView):
        form_class = forms.Form
    """
        )
    )
