"""aiosql: https://nackjicholson.github.io/aiosql/"""


def from_path(sql_path, driver_adapter=None):
    return __named_queries__()


def from_str(sql, driver_adapter=None):
    return __named_queries__()
