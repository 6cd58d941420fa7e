"""Counts that stop where they no longer tell anything, several in one query."""

import json

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models.sql import Query


def counted(asked):
    """Return {name: count} of {name: (queryset, condition, at most)}: how many of its rows fulfil a Q, by one query.

    A queryset is a `values()` with the columns that the conditions name. Django writes it once, however often it is
    counted, and not the query around it: to resolve all of them as one would cost more than the counting.
    """
    counts, parts, parameters, written = dict.fromkeys(asked, 0), {}, [], {}
    for name, (queryset, condition, most) in asked.items():
        try:
            if id(queryset) not in written:
                written[id(queryset)] = queryset.order_by().query.sql_with_params()
            rows, values = written[id(queryset)]
            where, more = _written(queryset.model, condition)
        except EmptyResultSet:
            continue
        # What is put together is what Django wrote; values stay parameters.
        parts[name] = f"(SELECT count(*) FROM (SELECT 1 FROM ({rows}) AS these{where} LIMIT {most:d}) AS counted)"  # noqa: S608
        parameters += [*values, *more]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", parameters)
            counts |= zip(parts, cursor.fetchone(), strict=True)
    return counts


def _written(model, condition):
    """A condition as SQL that names columns alone, as Django writes those of a constraint."""
    query = Query(model, alias_cols=False)
    try:
        sql, values = query.build_where(condition).as_sql(query.get_compiler(connection=connection), connection)
    except FullResultSet:
        return "", ()
    return f" WHERE {sql}", values


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
