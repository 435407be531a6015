"""Composition of statements: https://www.psycopg.org/docs/sql.html, https://www.psycopg.org/psycopg3/docs/api/sql.html"""


def SQL(string):
    return __statement__(string)


def Identifier(first, second=None, third=None):
    return __identifier__(first)


def Composed(parts):
    return __composed__(parts)


def Literal(value):
    return __statement__("{}")


def Placeholder(name=None):
    return __statement__("{}")
