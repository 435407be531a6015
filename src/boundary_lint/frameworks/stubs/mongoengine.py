"""MongoEngine: names for star imports. What documents and queries do says the catalogue."""


class Document: pass
class DynamicDocument(Document): pass
class EmbeddedDocument: pass
class DynamicEmbeddedDocument(EmbeddedDocument): pass
class QuerySet: pass
class BaseQuerySet(QuerySet): pass
class QuerySetNoCache(QuerySet): pass


class BaseField: pass
class StringField(BaseField): pass
class URLField(BaseField): pass
class EmailField(BaseField): pass
class IntField(BaseField): pass
class LongField(BaseField): pass
class FloatField(BaseField): pass
class DecimalField(BaseField): pass
class Decimal128Field(BaseField): pass
class BooleanField(BaseField): pass
class DateTimeField(BaseField): pass
class DateField(BaseField): pass
class ComplexDateTimeField(BaseField): pass
class ListField(BaseField): pass
class SortedListField(BaseField): pass
class DictField(BaseField): pass
class MapField(BaseField): pass
class DynamicField(BaseField): pass
class ObjectIdField(BaseField): pass
class BinaryField(BaseField): pass
class FileField(BaseField): pass
class ImageField(BaseField): pass
class UUIDField(BaseField): pass
class SequenceField(BaseField): pass
class EnumField(BaseField): pass
class GeoPointField(BaseField): pass
class PointField(BaseField): pass
class EmbeddedDocumentField(BaseField): pass
class EmbeddedDocumentListField(BaseField): pass
class GenericEmbeddedDocumentField(BaseField): pass
class ReferenceField(BaseField): pass
class LazyReferenceField(BaseField): pass
class CachedReferenceField(BaseField): pass
class GenericReferenceField(BaseField): pass
class GenericLazyReferenceField(BaseField): pass


def queryset_manager(function): return function
def connect(db=None, alias=None, host=None, port=None, name=None): __database__("mongodb", name=db or name, host=host, port=port)
def register_connection(alias, db=None, name=None, host=None, port=None): __database__("mongodb", name=db or name, host=host, port=port)
def Q(): ...


class MongoEngine:
    Document = Document
    DynamicDocument = DynamicDocument
    EmbeddedDocument = EmbeddedDocument
    StringField = StringField
    IntField = IntField
    BooleanField = BooleanField
    DateTimeField = DateTimeField
    ListField = ListField
    DictField = DictField
    EmbeddedDocumentField = EmbeddedDocumentField
    ReferenceField = ReferenceField
    LazyReferenceField = LazyReferenceField
