"""How common values are, as the database's own statistics say: kept in memory for some minutes, read from no row."""

from django.core.cache import caches
from django.db import connection

KEPT_SECONDS = 600  # the statistics change when the table is analysed: by the hour, not by the minute

_ASKED = """
    SELECT attname, most_common_elems::text::text[], most_common_elem_freqs, most_common_vals::text::text[],
           most_common_freqs, greatest(reltuples, 0)
    FROM pg_class LEFT JOIN pg_stats ON schemaname = relnamespace::regnamespace::text AND tablename = relname
    WHERE pg_class.oid = %s::regclass AND (attname = ANY(%s) OR attname IS NULL)
"""


class Shares:
    """About how many rows of a table have a value in one of some columns."""

    def __init__(self, table, columns):
        self.rows, self._of = 0, {}
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, [table, list(columns)])
            for column, elements, their_shares, values, shares, rows in cursor.fetchall():
                self.rows = rows
                # After those of the elements stand the least, the greatest and perhaps that of no element.
                self._of[column] = dict(zip(elements or values or (), their_shares or shares or (), strict=False))

    def rows_with(self, column, value):
        """Return about how many rows have a value; at most, where it is none of the common ones."""
        known = self._of.get(column) or {None: 1}
        return self.rows * known.get(str(value), min(known.values()))

    def beginning_with(self, column, letters):
        """Return {element: rows} of the common elements of a column that begin with some letters."""
        known = self._of.get(column, {})
        return {element: self.rows * share for element, share in known.items() if element.startswith(letters)}


def shares(table, columns):
    """Return the `Shares` of a table, some minutes old."""
    return caches["recomputed"].get_or_set(
        f"shares.{table}.{'.'.join(columns)}", lambda: Shares(table, columns), KEPT_SECONDS
    )
