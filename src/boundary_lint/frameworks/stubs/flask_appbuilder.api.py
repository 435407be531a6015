from flask_appbuilder.baseviews import expose


class BaseApi:
    version = "v1"


class ModelRestApi(BaseApi):
    @expose("/_info", methods=["GET"])
    def info(self):
        pass

    @expose("/", methods=["GET"])
    def get_list(self):
        pass

    @expose("/<pk>", methods=["GET"])
    def get(self, pk):
        pass

    @expose("/", methods=["POST"])
    def post(self):
        pass

    @expose("/<pk>", methods=["PUT"])
    def put(self, pk):
        pass

    @expose("/<pk>", methods=["DELETE"])
    def delete(self, pk):
        pass
