from taggit.managers import TaggableManager, _TaggableManager


class _ClusterTaggableManager(_TaggableManager):
    pass


class ClusterTaggableManager(TaggableManager):
    pass
