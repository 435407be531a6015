"""Feeds: the object and the items that a feed shows."""

from django.http import HttpRequest


class Feed:
    request: HttpRequest

    def __declared__(self):
        self(self.request)

    def __call__(self, request, *args, **kwargs):
        self.get_feed(self.get_object(request), request)

    def get_object(self, request, *args, **kwargs):
        return None

    def get_feed(self, obj, request):
        for item in self.items(obj):
            self.item_link(item)
            self.item_title(item)
            self.item_description(item)

    def items(self, obj):
        return []

    def item_title(self, item):
        pass

    def item_description(self, item):
        pass

    def item_link(self, item):
        pass
