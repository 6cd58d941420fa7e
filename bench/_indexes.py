"""A table without its indexes while it is filled: made at the end over all rows, they take a fraction of the time."""

from contextlib import contextmanager

from django.db import connection

MEMORY = "1GB"  # for making one index; with 64 MB those of ten million rows are sorted on the disk

# Name, whether it belongs to a constraint, the statement that makes it, its first column (none for an expression).
_OF_TABLE = """
    SELECT relname, conname IS NOT NULL,
           coalesce('ALTER TABLE ' || indrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '
                    || pg_get_constraintdef(pg_constraint.oid), pg_get_indexdef(indexrelid)),
           attname
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    LEFT JOIN pg_constraint ON conindid = indexrelid AND contype = 'u'
    LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] AND attnum > 0
    WHERE indrelid = %s::regclass AND NOT indisprimary
    ORDER BY relname
"""


@contextmanager
def without_indexes(table, *, only=None):
    """Drop every index of a table but its primary key's, and make them again after the `with` block.

    `only` names columns: then only the indexes that begin with one of these come back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_TABLE, [table])
        found = cursor.fetchall()
        for name, of_constraint, _making, _column in found:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' if of_constraint else f'DROP INDEX "{name}"')
        yield
        cursor.execute(f"SET maintenance_work_mem = '{MEMORY}'")
        for _name, _of_constraint, making, column in found:
            if only is None or column in only:
                cursor.execute(making)
        cursor.execute("RESET maintenance_work_mem")
