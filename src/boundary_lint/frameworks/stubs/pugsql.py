"""pugsql: https://pugsql.org/"""


def module(sqlpath):
    return __named_queries__()
