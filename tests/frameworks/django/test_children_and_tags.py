"""taggit, modelcluster and modelsearch: tags of an instance, children saved with it, and searching."""

from tests.frameworks.django.store import store
from tests.helpers import check


def test_tags() -> None:
    check(
        store("""
    ADDED = "read taggit_tag, read taggit_taggeditem, write taggit_tag, write taggit_taggeditem"

    def f(photo: Photo):
        photo.labels.add("x")  # fact: read taggit_tag, read taggit_taggeditem, write taggit_tag, write taggit_taggeditem
        photo.labels.names()  # fact: read taggit_tag, read taggit_taggeditem
        for label in photo.labels.all():  # fact: read taggit_tag, read taggit_taggeditem
            label.name
        photo.labels.clear()  # fact: delete taggit_taggeditem
    """)
    )


LETTERS = """
    from django.db import models
    from modelcluster.fields import ParentalKey
    from modelcluster.models import ClusterableModel

    class Letter(ClusterableModel):
        class Meta:
            app_label = "store"

        def save(self, **kwargs):
            return super().save(**kwargs)  # fact: write store_letter, read store_page, write store_page, delete store_page

    class Page(models.Model):
        letter = ParentalKey(Letter, on_delete=models.CASCADE, related_name="pages")

        class Meta:
            app_label = "store"
"""


def test_children_are_saved_with_what_they_belong_to() -> None:
    check(
        store(
            """
    from modelcluster.forms import ClusterForm
    from store.letters import Letter

    class LetterForm(ClusterForm):
        class Meta:
            model = Letter
            formsets = {"pages": {"fields": []}}

        def lines(self):
            for formset in self.formsets.values():
                for form in formset:  # fact: read store_page
                    form.instance.letter.pk  # fact: read store_letter

        def save(self, commit=True):
            return super().save(commit)  # fact: write store_letter, read store_page, write store_page, delete store_page
    """,
            letters=LETTERS,
        )
    )


def test_searching_reads_and_saving_is_read_again() -> None:
    check(
        store(
            "",
            books="""
    from django.db import models
    from modelsearch.backends import get_search_backend
    from modelsearch.index import Indexed
    from modelsearch.queryset import SearchableQuerySetMixin

    class BookQuerySet(SearchableQuerySetMixin, models.QuerySet):
        pass

    class Book(Indexed, models.Model):
        objects = BookQuerySet.as_manager()

        class Meta:
            app_label = "store"

    def f(book: Book):
        list(Book.objects.search("x"))  # fact: read store_book
        list(get_search_backend().search("x", Book))  # fact: read store_book
        book.save()  # fact: write store_book, read store_book
    """,
        )
    )
