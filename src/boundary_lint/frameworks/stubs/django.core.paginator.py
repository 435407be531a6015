"""Pages of a query: it is counted, and the rows of one page are read."""


class Page:
    def __init__(self, object_list, number=None, paginator=None):
        self.object_list = object_list
        self.paginator = paginator

    def __iter__(self):
        return iter(self.object_list)

    def __getitem__(self, index):
        return self.object_list[index]

    def __len__(self):
        list(self.object_list)


class Paginator:
    def __init__(self, object_list, per_page=None, orphans=0, allow_empty_first_page=True, **kwargs):
        self.object_list = object_list

    @property
    def count(self):
        self.object_list.count()

    @property
    def num_pages(self):
        self.object_list.count()

    @property
    def page_range(self):
        self.object_list.count()

    def validate_number(self, number):
        self.object_list.count()

    def page(self, number):
        list(self.object_list)
        return Page(self.object_list, paginator=self)

    def get_page(self, number):
        list(self.object_list)
        return Page(self.object_list, paginator=self)

    def __iter__(self):
        return iter([self.get_page(1)])


class AsyncPaginator(Paginator):
    async def apage(self, number):
        return self.page(number)

    async def aget_page(self, number):
        return self.get_page(number)
