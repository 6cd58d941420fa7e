"""Counts that stop where they no longer tell anything, several in one query."""

import json

from django.core.exceptions import EmptyResultSet
from django.db import connection
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


def any_of(queryset, most):
    """Return `most` rows of a `values_list` at most, in no order, as tuples, by the way that would find all of them.

    For words and other conditions of which the database knows little. Told that few rows are wanted, it hopes to meet
    them on a walk through the table, and where there are fewer than it thinks that takes seconds.
    """
    try:
        sql, parameters = queryset.order_by().query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        # What is put together is what Django wrote; values stay parameters.
        asked = f"WITH found AS MATERIALIZED ({sql}) SELECT * FROM found LIMIT %s"  # noqa: S608
        cursor.execute(asked, [*parameters, most])
        return cursor.fetchall()
