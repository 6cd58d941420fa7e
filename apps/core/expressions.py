"""Conditions that Django can't write, or writes at length."""

from django.db.models import BooleanField, F, Func


class InRows(Func):
    """A condition (a Q) that is read in the rows which others have found: no index is asked for it."""

    template = "(%(expressions)s) IS TRUE"
    output_field = BooleanField()


class InRanges(Func):
    """Whether a column of whole numbers lies in one of some ranges [low, high).

    As a Q for each of dozens of ranges, it took longer to write than to answer.
    """

    output_field = BooleanField()

    def __init__(self, column, ranges):
        super().__init__(F(column))
        self.ranges = [(int(low), int(high)) for low, high in ranges]

    def as_sql(self, compiler, connection, **_extra):
        """Return (SQL, parameters); the numbers are part of the text, which the planner estimates best."""
        column, parameters = compiler.compile(self.source_expressions[0])
        inside = [f"{column} >= {low} AND {column} < {high}" for low, high in self.ranges]
        return f"({' OR '.join(inside) or 'FALSE'})", parameters * 2 * len(inside)
