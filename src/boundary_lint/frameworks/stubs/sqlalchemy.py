class MetaData:
    pass
