"""Tables of rows: sorting and cutting into pages reads them."""

from django.views.generic import ListView


class Column:
    pass


class Table:
    def __init__(self, data=None, **kwargs):
        self.data = data

    @property
    def rows(self):
        return self.data

    @property
    def page(self):
        return self.data

    def paginate(self, *args, **kwargs):
        list(self.data)

    def as_html(self, request):
        list(self.data)

    def as_values(self, **kwargs):
        list(self.data)


class RequestConfig:
    def __init__(self, request, paginate=True):
        pass

    def configure(self, table):
        table.paginate()
        return table


class TableMixinBase:
    def get_table_class(self):
        return __first__(self.table_class, Table)

    def get_table(self, **kwargs):
        data = self.get_table_data()
        list(data)
        return self.get_table_class()(data=data)

    def get_table_data(self):
        return self.table_data

    def get_table_kwargs(self):
        return {}

    def get_table_pagination(self, table):
        return {}


class SingleTableMixin(TableMixinBase):
    def get_table_data(self):
        return __first__(self.table_data, self.object_list, self.get_queryset())

    def get_context_data(self, **kwargs):
        return {"table": self.get_table(), **super().get_context_data(**kwargs)}


class SingleTableView(SingleTableMixin, ListView):
    pass


class MultiTableMixin(TableMixinBase):
    def get_tables(self):
        return [table() for table in self.tables]

    def get_context_data(self, **kwargs):
        return {"tables": self.get_tables(), **super().get_context_data(**kwargs)}
