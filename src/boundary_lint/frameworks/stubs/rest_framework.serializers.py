"""Serializers: validating reads what is chosen from, saving writes, showing reads the rows and what is nested in them."""


class BaseSerializer:
    def __init__(self, instance=None, data=None, many=False, **kwargs):
        self.instance = instance

    @property
    def data(self):
        self.to_representation(self.instance)

    @property
    def errors(self):
        pass

    @property
    def validated_data(self):
        return __cleaned__(self)

    def is_valid(self, raise_exception=False):
        __choices__(self)
        self._validate_unique()
        self.validate(self.validated_data)

    def _validate_unique(self):
        pass

    def run_validation(self, data=None):
        self.is_valid()
        return self.validated_data

    def validate(self, attrs):
        return attrs

    def to_representation(self, instance):
        list(instance)
        __shown__(self)

    def to_internal_value(self, data):
        return __cleaned__(self)

    def save(self, **kwargs):
        self.update(self.instance, self.validated_data)
        self.create(self.validated_data)
        return __first__(self.instance, self._model()())

    def _model(self):
        return None

    def create(self, validated_data):
        pass

    def update(self, instance, validated_data):
        pass


class Serializer(BaseSerializer):
    pass


class ListSerializer(BaseSerializer):
    pass


class ModelSerializer(Serializer):
    def _instance(self):
        return self._model()()

    def _model(self):
        return __option__(self, "model")

    def _validate_unique(self):
        self._model()().validate_unique()

    def create(self, validated_data):
        instance = self._model()._default_manager.create()
        __chosen__(self)
        return instance

    def update(self, instance, validated_data):
        one = __first__(instance, self._model()())
        one.save()
        __chosen__(self)
        return one


class HyperlinkedModelSerializer(ModelSerializer):
    pass


class PrimaryKeyRelatedField:
    pass


class SlugRelatedField:
    pass


class HyperlinkedRelatedField:
    pass
