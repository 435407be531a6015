"""dataset: the way from a database to a table. What tables do says the catalogue."""


class Database:
    def __getitem__(self, name): return __collection__("dataset", name)
    def get_table(self, name): return __collection__("dataset", name)
    def load_table(self, name): return __collection__("dataset", name)
    def create_table(self, name): return __collection__("dataset", name)
    def query(self, query): __sql__(query)
    def __enter__(self): return self


def connect(url=None): return Database()
