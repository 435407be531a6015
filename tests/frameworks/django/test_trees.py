"""treebeard: where a node is, is written in the rows of many others."""

from tests.frameworks.django.store import store
from tests.helpers import check


def test_nodes() -> None:
    check(
        store("""
    def reads(category: Category):
        category.get_children()  # fact: read store_category
        category.get_parent().name  # fact: read store_category
        category.get_ancestors().count()  # fact: read store_category
        category.is_root()
        Category.get_root_nodes()  # fact: read store_category
        for node, info in Category.get_annotated_list():  # fact: read store_category
            node.get_children()  # fact: read store_category

    def writes(category: Category):
        category.add_child(name="x")  # fact: read store_category, write store_category
        category.move(category, "first-child")  # fact: read store_category, write store_category
        category.delete()  # fact: read store_category, write store_category, delete store_category
        Category.objects.filter(name="x").delete()  # fact: read store_category, write store_category, delete store_category
        Category.add_root(name="x").get_children()  # fact: read store_category, write store_category
    """)
    )


def test_a_child_model_has_its_tree_in_the_parents_table() -> None:
    check(
        store("""
    def f(shelf: Shelf, category: Category):
        shelf.get_children()  # fact: read store_category
        category.add_child(instance=shelf).name  # fact: read store_category, write store_category, write store_shelf
        shelf.delete()  # fact: read store_category, write store_category, delete store_category, delete store_shelf
    """)
    )


def test_what_the_program_overrides_is_its_own() -> None:
    check(
        store(
            "",
            trees="""
    from django.db import models
    from treebeard.mp_tree import MP_Node

    class Folder(MP_Node):
        def get_children(self):
            return super().get_children().filter(name="x")  # fact: read store_folder

        def rebuild(self):
            self.__class__.fix_tree()  # fact: read store_folder, write store_folder

        class Meta:
            app_label = "store"
    """,
        )
    )


def test_forms_of_nodes() -> None:
    check(
        store("""
    from treebeard.forms import movenodeform_factory

    Base = movenodeform_factory(Category, fields=["name"])

    class CategoryForm(Base):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)  # fact: read store_category

        def save(self, commit=True):
            return super().save(commit)  # fact: read store_category, write store_category
    """)
    )


def test_nodes_of_mptt() -> None:
    check(
        store(
            "",
            genres="""
    from django.db import models
    from mptt.models import MPTTModel, TreeForeignKey

    class Genre(MPTTModel):
        parent = TreeForeignKey("self", models.CASCADE, null=True)

        class Meta:
            app_label = "store"

        def path(self):
            return self.get_ancestors(include_self=True)  # fact: read store_genre

    def move(genre: Genre):
        genre.move_to(genre)  # fact: read store_genre, write store_genre
        Genre.objects.rebuild()  # fact: read store_genre, write store_genre
    """,
        )
    )
