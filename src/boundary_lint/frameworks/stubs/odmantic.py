"""ODMantic: the engine that is given models and instances."""


class Model: pass
class EmbeddedModel: pass


def Reference(): ...


class AIOEngine:
    def find(self, model, query=None): return __query__(model).find()
    def find_one(self, model, query=None): return __query__(model).find_one()
    def count(self, model): __query__(model).count()
    def save(self, instance): return __query__(instance).save()
    def save_all(self, instances): return __query__(instances).save()
    def delete(self, instance): __query__(instance).delete()
    def remove(self, model, query=None): __query__(model).remove()
    def session(self): return self
    def transaction(self): return Transaction()
    def __enter__(self): return self
    def __aenter__(self): return self


class Transaction(AIOEngine): pass


SyncEngine = AIOSession = SyncSession = AIOEngine
