"""`IN` for any number of values in one parameter: the statement is always the same text, so it is prepared once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles


def listed(column: sa.ColumnClause[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether the column is one of the list that the parameter `name` is."""
    # a length would cut what is longer, and then it would be found
    each = sa.Text() if isinstance(column.type, sa.String) else column.type
    values = sa.JSON().with_variant(postgresql.ARRAY(each), "postgresql")
    return _Listed(column, sa.bindparam(name, type_=values))


class _Listed(sa.ColumnElement[bool]):
    inherit_cache = False
    type = sa.Boolean()
    # or it is compared to 1 on SQLite, which then reads the whole table
    _is_implicitly_boolean = True

    def __init__(self, column: sa.ColumnClause[Any], values: sa.BindParameter[Any]) -> None:
        self.column, self.values = column, values


@compiles(_Listed)
def _in_array(element: _Listed, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(e, **options) for e in (element.column, element.values))
    return f"{column} = ANY ({values})"


@compiles(_Listed, "sqlite")
def _in_json(element: _Listed, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(e, **options) for e in (element.column, element.values))
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - our own words
