"""What many rows of lists have beside them (their area, their kind), known in the memory of the process."""

from django.core.cache import caches

KEPT_SECONDS = 60


def known(name, rows, keys):
    """Return {key: instance} with at least those of a queryset's rows that have these keys, a minute old at most.

    They are kept under `name`, which belongs to one queryset; nobody may change them. What is unknown is one query.
    """
    kept = caches["recomputed"].get_or_set(f"known.{name}", dict, KEPT_SECONDS)
    if unknown := [key for key in keys if key not in kept]:  # other threads add to it meanwhile
        kept.update(rows.in_bulk(unknown))
    return kept
