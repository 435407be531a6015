"""Mappers of classes to tables and of documents to collections, each described by a page of the catalogue alone."""
