"""What is known of the lists of a report, or of a message, before they are asked for."""


class WithLists:
    """A row of which whoever loaded it has found out which of its lists are empty, as `for_detail` does of a report.

    Nobody asks for these any more until the row is loaded anew.
    """

    def _know_empty(self, names):
        known = self.__dict__.setdefault("_prefetched_objects_cache", {})
        for name in names:
            known[name] = self._meta.get_field(name).related_model._default_manager.none()
            known[name]._result_cache = []

    empty_lists = property(fset=_know_empty)

    def has_no(self, name):
        """Whether one of its lists is known to be empty."""
        known = self.__dict__.get("_prefetched_objects_cache", {}).get(name)
        return known is not None and not known
