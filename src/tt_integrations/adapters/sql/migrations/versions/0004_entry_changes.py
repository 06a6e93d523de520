"""What happens to finished time entries, whoever does it, noted by triggers on the host's own table.

The host's table is there: `migrations.host.complete` made it where it was not. Apart from its triggers it stays as
it is. A host that makes its tables later (`create_all`) finds it and leaves it alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLE = "integration_entry_changes"
OF_A_PERSON_BEFORE = (
    "integration_addresses",
    "integration_tokens",
    "integration_deeds",
    "integration_tickets",
)
TOLD = ("id", "user_id", "start_time", "end_time", "notes", "project_id", "task_id", "billable")
"""What a calendar sees of an entry."""

TRIGGERS = {
    "added": ("INSERT", "new.end_time IS NOT NULL", "new"),
    "changed": (
        f"UPDATE OF {', '.join(TOLD)}",
        "new.end_time IS NOT NULL AND ({})",
        "new",
    ),
    # it runs again, or is somebody else's
    "left": (
        "UPDATE OF id, user_id, end_time",
        (
            "old.end_time IS NOT NULL AND "
            "(new.end_time IS NULL OR old.user_id <> new.user_id OR old.id <> new.id)"
        ),
        "old",
    ),
    "deleted": ("DELETE", "old.end_time IS NOT NULL", "old"),
}
"""After what, on which condition, and which of its rows is told: an old one is gone."""


def upgrade() -> None:
    _changes()
    if op.get_bind().dialect.name == "sqlite":
        _note_in_sqlite()
        _when_a_person_is_gone((*OF_A_PERSON_BEFORE, TABLE))
    else:
        _note_in_postgres()


def downgrade() -> None:
    """What happened and was not read yet is lost."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in TRIGGERS:
        table = "" if sqlite else " ON time_entries"
        op.execute(f"DROP TRIGGER integration_entry_{name}{table}")
    if sqlite:
        _when_a_person_is_gone(OF_A_PERSON_BEFORE)
    else:
        op.execute("DROP TRIGGER integration_person_gone ON users")
        for name in ("note_entry", "note_entries", "forget_person"):
            op.execute(f"DROP FUNCTION integration_{name}()")
    op.drop_table(TABLE)


def _changes() -> None:
    op.create_table(
        TABLE,
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("written_in", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ux_integration_entry_changes_entry", TABLE, ["entry_id", "person_id"], unique=True
    )
    op.create_index(
        "ix_integration_entry_changes_person", TABLE, ["person_id", "written_in", "number"]
    )


def _differs(distinct: str) -> str:
    return " OR ".join(f"old.{column} {distinct} new.{column}" for column in TOLD)


def _note_in_sqlite() -> None:
    for name, (event, condition, row) in TRIGGERS.items():
        # not one `INSERT OR REPLACE`: the words of the statement that fires a trigger prevail over it
        forget = f"DELETE FROM {TABLE} WHERE entry_id = {row}.id AND person_id = {row}.user_id;"  # noqa: S608 - our own words
        note = f"INSERT INTO {TABLE} (entry_id, person_id, gone, written_in) VALUES "  # noqa: S608 - our own words
        op.execute(
            f"CREATE TRIGGER integration_entry_{name} AFTER {event} ON time_entries "
            f"WHEN {condition.format(_differs('IS NOT'))} BEGIN {forget} {note} "
            f"({row}.id, {row}.user_id, {int(row == 'old')}, 0); END"
        )


def _note_in_postgres() -> None:
    """Entries come in many at a time, and are noted so. The functions act as whoever migrates, on the tables there
    are now: whoever writes an entry need neither know of ours nor have a right to them."""
    _function(
        "note_entries",
        _noted("SELECT id, user_id, false, {} FROM added WHERE end_time IS NOT NULL ORDER BY id"),
    )
    # nobody is left to be told of what goes with its person, and nobody would clear it away
    gone = "SELECT old.id, old.user_id, true, {} WHERE EXISTS (SELECT FROM users WHERE id = old.user_id)"
    _function(
        "note_entry",
        f"IF tg_argv[0] = 'old' THEN {_noted(gone)} "
        f"ELSE {_noted('VALUES (new.id, new.user_id, false, {})')} END IF;",
    )
    _function("forget_person", f"DELETE FROM {TABLE} WHERE person_id = old.id;")  # noqa: S608 - our own words
    for name, (event, condition, row) in TRIGGERS.items():
        each = (
            "REFERENCING NEW TABLE AS added FOR EACH STATEMENT "
            "EXECUTE FUNCTION integration_note_entries()"
            if event == "INSERT"
            else f"FOR EACH ROW WHEN ({condition.format(_differs('IS DISTINCT FROM'))}) "
            f"EXECUTE FUNCTION integration_note_entry('{row}')"
        )
        op.execute(f"CREATE TRIGGER integration_entry_{name} AFTER {event} ON time_entries {each}")
    op.execute(
        "CREATE TRIGGER integration_person_gone AFTER DELETE ON users FOR EACH ROW "
        "EXECUTE FUNCTION integration_forget_person()"
    )


def _noted(rows: str) -> str:
    transaction = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    return (
        f"INSERT INTO {TABLE} (entry_id, person_id, gone, written_in) {rows.format(transaction)} "
        "ON CONFLICT (entry_id, person_id) DO UPDATE SET "
        "number = excluded.number, gone = excluded.gone, written_in = excluded.written_in;"
    )


def _function(name: str, body: str) -> None:
    op.execute(
        f"CREATE FUNCTION integration_{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
        f"SET search_path FROM CURRENT AS $$ BEGIN {body} RETURN NULL; END $$"
    )


def _when_a_person_is_gone(tables: tuple[str, ...]) -> None:
    """As in 0002, for the tables that know people; in place of the trigger that was there."""
    followers = " ".join(f"DELETE FROM {table} WHERE person_id = old.id;" for table in tables)  # noqa: S608 - our own words
    op.execute("DROP TRIGGER integration_person_gone")
    op.execute(
        f"CREATE TRIGGER integration_person_gone AFTER DELETE ON users BEGIN {followers} END"
    )
