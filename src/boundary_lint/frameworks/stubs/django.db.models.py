class Manager:
    @classmethod
    def from_queryset(cls, queryset_class, class_name=None): ...


class QuerySet:
    @classmethod
    def as_manager(cls): ...


class Model:
    pass


class Field:
    pass


class AutoField(Field): pass
class BigAutoField(Field): pass
class BigIntegerField(Field): pass
class BinaryField(Field): pass
class BooleanField(Field): pass
class CharField(Field): pass
class DateField(Field): pass
class DateTimeField(Field): pass
class DecimalField(Field): pass
class DurationField(Field): pass
class EmailField(Field): pass
class FileField(Field): pass
class FilePathField(Field): pass
class FloatField(Field): pass
class GeneratedField(Field): pass
class GenericIPAddressField(Field): pass
class ImageField(Field): pass
class IntegerField(Field): pass
class JSONField(Field): pass
class NullBooleanField(Field): pass
class PositiveBigIntegerField(Field): pass
class PositiveIntegerField(Field): pass
class PositiveSmallIntegerField(Field): pass
class SlugField(Field): pass
class SmallAutoField(Field): pass
class SmallIntegerField(Field): pass
class TextField(Field): pass
class TimeField(Field): pass
class URLField(Field): pass
class UUIDField(Field): pass
class ForeignObject(Field): pass
class ForeignKey(ForeignObject): pass
class OneToOneField(ForeignKey): pass
class ManyToManyField(Field): pass


def RawSQL(sql, params):
    __sql_inside__(sql)
