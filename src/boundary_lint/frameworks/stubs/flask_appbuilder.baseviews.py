class BaseView:
    pass
