def SimpleLazyObject(func):
    return func()


def lazy(func, *resultclasses):
    return func
