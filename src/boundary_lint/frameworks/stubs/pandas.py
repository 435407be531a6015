"""SQL in pandas: https://pandas.pydata.org/docs/reference/io.html#sql"""


class DataFrame:
    def to_sql(self, name, con=None):
        __write_table__(name)


def read_sql(sql, con=None):
    __sql_or_table__(sql)
    return DataFrame()


def read_sql_query(sql, con=None):
    __sql__(sql)
    return DataFrame()


def read_sql_table(table_name, con=None):
    __read_table__(table_name)
    return DataFrame()
