"""The routes of Django: urlconfs are read as the modules, functions and classes that they are made of. Nothing is run."""
