class SearchableQuerySetMixin:
    def search(self, query, *args, **kwargs):
        return self.all()

    def autocomplete(self, query, *args, **kwargs):
        return self.all()
