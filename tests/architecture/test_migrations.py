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

KEPT_BY_ALEMBIC = {"alembic_version"}


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def shape() -> dict[str, Any]:
    """Every table with its columns, keys and constraints by name, as the database itself tells them."""
    look = inspect(db.engine)
    return {
        name: (
            sorted((row["name"], str(row["type"]), row["nullable"]) for row in look.get_columns(name)),
            sorted(str(row["name"]) for row in look.get_indexes(name)),
            sorted(str(row["name"]) for row in look.get_unique_constraints(name)),
            sorted(str(row["name"]) for row in look.get_foreign_keys(name)),
            sorted(str(row["name"]) for row in look.get_check_constraints(name)),
        )
        for name in sorted(tables() - KEPT_BY_ALEMBIC)
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
    db.create_all()
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
