"""The database of a benchmark: its own, and gone afterwards."""

from contextlib import contextmanager


@contextmanager
def own_database():
    """Set Django up over an empty database; remove it afterwards, with the files of the map that were made of it.

    Models can be imported inside the `with` block, not before.
    """
    import django

    django.setup()
    from django.core.files.storage import default_storage
    from django.test.runner import DiscoverRunner

    from apps.reports.models import MapVersion

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        yield
    finally:
        for written in MapVersion.objects.values_list("file", flat=True):
            default_storage.delete(written)
        runner.teardown_databases(databases)
