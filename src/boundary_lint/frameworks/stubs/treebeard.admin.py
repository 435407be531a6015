from django.contrib.admin import ModelAdmin


class TreeAdmin(ModelAdmin):
    def get_queryset(self, request):
        return self.model.get_tree()

    def move_node(self, request):
        list(self.model.get_tree())
        __write__(self.model)
