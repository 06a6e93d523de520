"""Many rows as one array a column, which PostgreSQL takes in much faster than a row after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def unnested(columns: Mapping[str, sa.Column[Any]]) -> sa.Select[Any]:
    """The rows in the order they are given. Each name is that of a parameter, the array of such cells."""
    # texts without their length: a cast to it would cut what is longer instead of refusing it
    types = {
        name: sa.Text() if isinstance(column.type, sa.String) else column.type
        for name, column in columns.items()
    }
    arrays = [
        sa.bindparam(name, type_=postgresql.ARRAY(each, dimensions=1))
        for name, each in types.items()
    ]
    rows = sa.func.unnest(*arrays).table_valued(
        *(sa.column(name, each) for name, each in types.items()), with_ordinality="place"
    )
    rows = rows.render_derived(name="given")
    return sa.select(*(rows.c[name] for name in types)).order_by(rows.c.place)


def arrays(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The parameters of `unnested`; there is a row at least."""
    return {name: [row[name] for row in rows] for name in rows[0]}
