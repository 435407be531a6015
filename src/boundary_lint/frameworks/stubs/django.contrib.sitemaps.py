"""Site maps: the items of each are counted and read."""

from django.contrib.sites.models import Site


class Sitemap:
    def items(self):
        return []

    def get_urls(self, page=1, site=None, protocol=None):
        for item in self.items():
            self.location(item)
            self.lastmod(item)

    def get_domain(self, site=None):
        Site.objects.get_current()

    def location(self, item):
        pass

    def lastmod(self, item):
        pass


class GenericSitemap(Sitemap):
    def __init__(self, info_dict, **kwargs):
        self.queryset = info_dict["queryset"]

    def items(self):
        return self.queryset.filter()
