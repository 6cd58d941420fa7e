"""Counts that stop where they no longer tell anything, several in one query."""

import json

from django.db.models import IntegerField, Subquery, Value


class CountUpTo(Subquery):
    """How many rows a queryset has, at most `most`: a value beside others, so that one query counts many things."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset, most):
        super().__init__(queryset.order_by().values(one=Value(1))[:most])


def estimated(queryset):
    """Return about how many rows a queryset has, as the database's statistics of its columns say; it reads no row."""
    plan = queryset.order_by().explain(format="json")  # "" where Django knows without asking that there is no row
    return json.loads(plan)[0]["Plan"]["Plan Rows"] if plan else 0
