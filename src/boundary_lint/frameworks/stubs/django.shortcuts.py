def get_object_or_404(klass, *args, **kwargs):
    return __rows__(klass).get(**kwargs)


async def aget_object_or_404(klass, *args, **kwargs):
    return __rows__(klass).get(**kwargs)


def get_list_or_404(klass, *args, **kwargs):
    return list(__rows__(klass).filter(**kwargs))


async def aget_list_or_404(klass, *args, **kwargs):
    return list(__rows__(klass).filter(**kwargs))
