"""The migrations lead from nothing to exactly the models and back, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from e_office.core.db import Base, db
from tests.making import make_tables

KEPT_BY_ALEMBIC = {"alembic_version"}


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def shape() -> dict[str, Any]:
    """Every table with its columns, keys and constraints by name, as the database itself tells them."""
    look = inspect(db.engine)
    columns = {
        name: sorted((row["name"], str(row["type"]), row["nullable"]) for row in rows)
        for (_schema, name), rows in look.get_multi_columns().items()
    }
    named = [
        {name: sorted(str(row["name"]) for row in rows) for (_schema, name), rows in found.items()}
        for found in (
            look.get_multi_indexes(),
            look.get_multi_unique_constraints(),
            look.get_multi_foreign_keys(),
            look.get_multi_check_constraints(),
        )
    ]
    return {
        name: (columns[name], *(each.get(name, []) for each in named))
        for name in sorted(set(columns) - KEPT_BY_ALEMBIC)
    }


def revisions(app: Flask) -> list[str]:
    """Every revision from the first on."""
    scripts = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


@pytest.mark.usefixtures("both_databases")
def test_migrations_make_exactly_the_tables_of_the_models(bare: Flask) -> None:
    upgrade()
    assert tables() - KEPT_BY_ALEMBIC == set(Base.metadata.tables)
    check()  # ends the process where a revision would have something to do
    migrated = shape()
    downgrade(revision="base")
    make_tables()
    assert shape() == migrated, "a migration and the models differ: write a revision with `flask db migrate`"


@pytest.mark.usefixtures("both_databases")
def test_every_revision_goes_up_down_and_up_again(bare: Flask) -> None:
    for revision in revisions(bare):
        upgrade(revision=revision)
        before = shape()
        downgrade(revision="-1")
        upgrade(revision=revision)
        assert shape() == before, revision
    downgrade(revision="base")
    assert tables() - KEPT_BY_ALEMBIC == set(), "a table outlived the way back"
    upgrade()
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


@pytest.mark.usefixtures("both_databases")
def test_a_table_others_point_to_is_rebuilt_with_its_rows(bare: Flask) -> None:
    """What an office has registered stays, there and back, though SQLite makes the table anew."""
    upgrade(revision="dispatches_to_agencies")
    with db.engine.begin() as connection:
        for statement in KEPT_ROWS:
            connection.exec_driver_sql(statement)
    upgrade(revision="messages_of_other_systems")
    with db.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT id, name, state, organ_id, state_note, message_id FROM dispatch").one()
        assert tuple(row) == (7, "Sở Tài chính", "sent", "", "", None)
        assert connection.exec_driver_sql("SELECT dispatch_id FROM incoming_entry").scalar_one() == 7
    downgrade(revision="-1")
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id, name FROM dispatch").all() == [(7, "Sở Tài chính")]
        assert connection.exec_driver_sql("SELECT dispatch_id FROM incoming_entry").scalar_one() == 7
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


KEPT_ROWS = (
    "INSERT INTO unit_level (code, name, rank) VALUES ('so', 'Sở', 2)",
    """INSERT INTO unit (id, code, name, short_name, notation, level_code, is_agency, is_state_agency, place, position,
        one_sequence) VALUES (1, '000.00.03.H27', 'Sở Tài chính', 'STC', 'STC', 'so', true, true, '', 0, false)""",
    """INSERT INTO document (id, kind, type_code, code, code_key, issuer_name, owner_unit_id, subject, signer,
        signer_title, recipients, urgency, secrecy, folded, internal, created_at) VALUES
        (3, 'register', 'CV', '1/UBND', '1/UBND', 'UBND', 1, 'V/v', '', '', '', 'normal', 'none', '', false,
        '2026-11-24 00:00:00')""",
    """INSERT INTO dispatch (id, document_id, recipient_key, unit_id, name, state_agency, channel, paper_reason, sent_at)
        VALUES (7, 3, 'u1', 1, 'Sở Tài chính', true, 'electronic', '', '2026-11-24 00:00:00')""",
    """INSERT INTO incoming_entry (id, unit_id, book, year, number, document_id, arrived_at, channel, note, dispatch_id)
        VALUES (5, 1, 'in', 2026, 1, 3, '2026-11-24 00:00:00', 'electronic', '', 7)""",
)


def test_there_is_one_line_of_revisions(bare: Flask) -> None:
    scripts = ScriptDirectory.from_config(bare.extensions["migrate"].migrate.get_config())
    assert len(scripts.get_heads()) == 1, "two heads: rebase one revision on the other"
    assert len(scripts.get_bases()) == 1


def test_the_check_sees_a_forgotten_column(bare: Flask) -> None:
    """What the other tests rely on: a column that only the models know is found."""
    upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE dispatch DROP COLUMN paper_reason")
    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert any("paper_reason" in str(difference) for difference in found)
