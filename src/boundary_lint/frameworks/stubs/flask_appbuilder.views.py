from flask_appbuilder.baseviews import BaseView, expose


class IndexView(BaseView):
    route_base = ""

    @expose("/")
    def index(self):
        pass


class ModelView(BaseView):
    @expose("/list/")
    def list(self):
        pass

    @expose("/show/<pk>", methods=["GET"])
    def show(self, pk):
        pass

    @expose("/add", methods=["GET", "POST"])
    def add(self):
        pass

    @expose("/edit/<pk>", methods=["GET", "POST"])
    def edit(self, pk):
        pass

    @expose("/delete/<pk>", methods=["GET", "POST"])
    def delete(self, pk):
        pass

    @expose("/download/<string:filename>")
    def download(self, filename):
        pass

    @expose("/action/<string:name>/<pk>", methods=["GET", "POST"])
    def action(self, name, pk):
        pass

    @expose("/action_post", methods=["POST"])
    def action_post(self):
        pass
