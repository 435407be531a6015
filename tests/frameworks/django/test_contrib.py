"""Feeds, site maps and thumbnails."""

from tests.frameworks.django.store import store
from tests.helpers import check


def test_feeds_and_site_maps() -> None:
    check(
        store("""
    from django.contrib.sitemaps import Sitemap
    from django.contrib.syndication.views import Feed

    class Orders(Feed):
        def get_object(self, request):
            return User.objects.get()  # fact: read store_user

        def items(self, obj):
            return Order.objects.all()  # fact: read store_order

        def get_feed(self, obj, request):
            return super().get_feed(obj, request)  # fact: read store_order

    class Map(Sitemap):
        def items(self):
            return Line.objects.all()  # fact: read store_line

        def get_urls(self, page=1, site=None, protocol=None):
            self.get_domain(site)  # fact: read django_site
            return super().get_urls(page)  # fact: read store_line

        def lastmod(self, item):
            return item.order.number  # fact: read store_order
    """)
    )


def test_thumbnails_are_remembered_in_tables() -> None:
    check(
        store("""
    def sorl(file):
        from sorl.thumbnail import delete, get_thumbnail
        get_thumbnail(file, "10x10")  # fact: read thumbnail_kvstore, write thumbnail_kvstore
        delete(file)  # fact: read thumbnail_kvstore, delete thumbnail_kvstore

    def easy(file):
        from easy_thumbnails.files import get_thumbnailer
        get_thumbnailer(file).get_existing_thumbnail({})  # fact: read easy_thumbnails_thumbnail, write easy_thumbnails_thumbnail, read easy_thumbnails_source, write easy_thumbnails_source
    """)
    )
