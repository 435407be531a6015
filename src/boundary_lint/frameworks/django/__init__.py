"""Django: settings and installed apps, models and their relations, query sets, forms, views, signals."""
