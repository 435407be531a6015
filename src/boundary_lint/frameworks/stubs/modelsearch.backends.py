class SearchBackend:
    def search(self, query, model_or_queryset, *args, **kwargs):
        return __rows__(model_or_queryset).all()

    def autocomplete(self, query, model_or_queryset, *args, **kwargs):
        return __rows__(model_or_queryset).all()


def get_search_backend(backend_name="default", **kwargs):
    return SearchBackend()


def get_search_backends(with_auto_update=False):
    return [SearchBackend()]
