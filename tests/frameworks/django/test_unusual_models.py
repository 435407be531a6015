"""Models that are written in unusual ways."""

from tests.frameworks.django.store import store
from tests.helpers import analyse, check


def test_a_base_that_a_function_chooses() -> None:
    check(
        store(
            "",
            trees="""
    from django.conf import settings
    from django.db import models

    def tree_base():
        if settings.OWN_TREES:
            return models.Model

        from treebeard.mp_tree import MP_Node

        return MP_Node

    Base = tree_base()

    class Folder(Base):
        class Meta:
            app_label = "store"

    def f(folder: Folder):
        folder.get_children()  # fact: read store_folder
    """,
        )
    )


def test_the_user_model_by_the_parts_of_its_name() -> None:
    check(
        store(
            "",
            people="""
    from django.apps import apps
    from django.conf import settings
    from django.db import models

    label, name = settings.AUTH_USER_MODEL.rsplit(".", 1)
    User = None
    try:
        User = apps.get_registered_model(label, name)
    except KeyError:
        pass

    class Staff(User):
        class Meta:
            app_label = "store"

    def f():
        Staff.objects.count()  # fact: read store_staff, read store_user

    def g(order):
        label, _, name = "store.Order".partition(".")
        apps.get_model(label, name).objects.count()  # fact: read store_order
    """,
        )
    )


def test_the_library_s_user_model_is_a_base() -> None:
    check(
        {
            "settings.py": """
    INSTALLED_APPS = ["django.contrib.auth", "store"]
    ROOT_URLCONF = "urls"
    """,
            "store/__init__.py": "",
            "store/models.py": """
    from django.contrib.auth import get_user_model

    class Staff(get_user_model()):
        pass

    def f():
        Staff.objects.count()  # fact: read store_staff, read auth_user
    """,
        }
    )


def test_names_of_tables_in_sql_text() -> None:
    check(
        store("""
    from django.db import connection, connections, router

    def below():
        sql = "WITH RECURSIVE below AS (SELECT {0}.id FROM {0} UNION ALL SELECT {0}.id FROM below, {0}) "
        return sql.format(connection.ops.quote_name(Category._meta.db_table))

    def cursor_of(action):
        return connections[router.db_for_write(Category)].cursor()

    def f():
        cursor = cursor_of("write")
        cursor.execute(below() + "SELECT id FROM below")  # fact: read store_category

    def g():
        table = connection.ops.quote_name(Line._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE id = %s", [1])  # fact: read store_line
    """)
    )


def test_models_that_a_package_gathers_by_stars_may_import_from_it() -> None:
    facts = analyse(
        {
            "shop/__init__.py": "",
            "shop/models/__init__.py": "from .base import *\nfrom .special import *\n",
            "shop/models/base.py": "from django.db import models\n\n\nclass Plugin(models.Model):\n    pass\n",
            "shop/models/special.py": "from shop.models import Plugin\n\n\nclass Special(Plugin):\n    pass\n",
        }
    )
    assert {model.model for model in facts.models} == {"shop.models.base.Plugin", "shop.models.special.Special"}


def test_bases_of_a_library_that_is_not_known() -> None:
    check(
        store(
            "",
            kinds="""
    from django.db import models
    from unknown.models import StampedModel, Stamps

    class Condition(StampedModel):
        active = models.BooleanField(default=True)

    class TotalCondition(Condition):
        pass

    class Stamped(Stamps):
        created = models.DateTimeField()

    def f():
        Condition.objects.count()  # fact: read store_condition
        TotalCondition.objects.count()  # fact: read store_condition, read store_totalcondition
        Stamped.objects.count()
    """,
        )
    )


def test_rows_of_several_classes() -> None:
    check(
        store(
            "",
            kinds="""
    from polymorphic.managers import PolymorphicManager
    from polymorphic.models import PolymorphicModel

    class Effect(PolymorphicModel):
        pass

    class Discount(Effect):
        pass

    def f():
        Effect.objects.instance_of(Discount).first()  # fact: read store_effect
        Discount.objects.create()  # fact: write store_discount, write store_effect
    """,
        )
    )
