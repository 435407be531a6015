"""Django REST framework: views and serializers."""

from tests.frameworks.django.store import store
from tests.helpers import check

API = """
    from rest_framework import generics, permissions, serializers, viewsets

    class LineSerializer(serializers.ModelSerializer):
        class Meta:
            model = Line
            fields = ["order"]

    class OrderSerializer(serializers.ModelSerializer):
        lines = LineSerializer(many=True)
        customer = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())

        class Meta:
            model = Order
            fields = ["number", "lines", "customer"]
"""


def test_serializers() -> None:
    check(
        store(
            API
            + """
    def show(order: Order):
        OrderSerializer(order).data  # fact: read store_line
        OrderSerializer(Order.objects.all(), many=True).data  # fact: read store_order, read store_line

    def take(request):
        serializer = OrderSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)  # fact: read store_user
        serializer.validated_data["customer"].groups.count()  # fact: read auth_group, read store_user_groups
        serializer.save()  # fact: write store_order

    class Quiet(LineSerializer):
        def create(self, validated_data):
            return Line.objects.create(**validated_data)  # fact: write store_line

        def update(self, instance, validated_data):
            return super().update(instance, validated_data)  # fact: write store_line

    def quiet(request):
        Quiet(data=request.data).save()
    """
        )
    )


def test_view_sets() -> None:
    check(
        store(
            API
            + """
    class Orders(viewsets.ModelViewSet):  # fact: read store_order, read store_line, read store_user, write store_order
        queryset = Order.objects.all()
        serializer_class = OrderSerializer

        def get_queryset(self):
            return super().get_queryset().filter(number="1")  # fact: read store_order

        def list(self, request):
            return super().list(request)  # fact: read store_order, read store_line

        def perform_create(self, serializer):
            serializer.save(number="2")  # fact: write store_order

        def perform_destroy(self, instance):
            super().perform_destroy(instance)  # fact: delete store_order

        def destroy(self, request, pk):
            order = self.get_object()  # fact: read store_order
            order.lines.count()  # fact: read store_line
            self.perform_destroy(order)
    """
        )
    )


def test_generic_views_and_permissions() -> None:
    check(
        store(
            API
            + """
    class Lines(generics.ListCreateAPIView):
        queryset = Line.objects.all()
        serializer_class = LineSerializer

        def post(self, request):
            return super().post(request)  # fact: read store_order, write store_line

        def get(self, request):
            return super().get(request)  # fact: read store_line

    class MayRead(permissions.BasePermission):
        def has_object_permission(self, request, view, obj):
            return obj.order.customer == request.user  # fact: read store_order, read store_user

    class One(generics.RetrieveAPIView):
        queryset = Line.objects.all()
        permission_classes = [MayRead]

        def get(self, request):
            return super().get(request)  # fact: read store_line
    """
        )
    )


def test_filters_of_views() -> None:
    check(
        store(
            API
            + """
    import django_filters.rest_framework
    from rest_framework.filters import BaseFilterBackend

    class ByCustomer(BaseFilterBackend):
        def filter_queryset(self, request, queryset, view):
            view.get_queryset().count()  # fact: read store_order
            return queryset.filter(customer__email="x")  # fact: read store_order, read store_user, join store_order store_user

    class Filters(django_filters.FilterSet):
        tags = django_filters.ModelChoiceFilter(queryset=Tag.objects.all())

    class Orders(generics.ListAPIView):
        queryset = Order.objects.all()
        serializer_class = LineSerializer
        filter_backends = [ByCustomer, django_filters.rest_framework.DjangoFilterBackend]
        filterset_class = Filters

        def get(self, request):
            return super().get(request)  # fact: read store_order, read store_user, read store_tag
    """
        )
    )
