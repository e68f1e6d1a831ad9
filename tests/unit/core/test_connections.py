"""Connections to PostgreSQL: plans outlive a reading transaction, and nobody is handed a connection that is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.orm import Session

from e_office.core import connections
from tests.servers.postgresql import PostgresServer

pytestmark = pytest.mark.postgresql
ASKED = text("SELECT CAST(:n AS integer) + 1")


@pytest.fixture
def engine(postgresql_server: PostgresServer) -> Iterator[Engine]:
    """A pool of its own on a database of its own, the connection used last taken first."""
    made = create_engine(postgresql_server.fresh_database(), pool_size=3, pool_use_lifo=True)
    yield made
    made.dispose()


def planned(engine: Engine) -> int:
    """How many plans of the statement above the connection keeps that is handed out next."""
    with engine.connect() as connection:
        kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT CAST(%integer) + 1'")
        return int(connection.execute(kept).scalar_one())


def ask(engine: Engine, times: int = 4) -> None:
    """Transactions that only read: each ends with a rollback."""
    for number in range(times):
        with engine.connect() as connection:
            assert connection.execute(ASKED, {"n": number}).scalar_one() == number + 1


def process_of(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def end(engine: Engine, process: int) -> None:
    """The database ends a connection, as when it is started anew; it is gone when this is done."""
    other = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})


def test_plans_outlive_transactions_that_only_read(engine: Engine) -> None:
    ask(engine)
    assert planned(engine) == 1


def test_plans_are_thrown_away_where_a_statement_failed(engine: Engine) -> None:
    ask(engine)
    with pytest.raises(Exception, match="division by zero"), engine.connect() as connection:
        connection.execute(text("SELECT 1 / 0"))
    assert planned(engine) == 0
    ask(engine)


def test_a_session_begins_a_transaction_only_to_write(engine: Engine) -> None:
    begun = text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL, now() < statement_timestamp()")
    with Session(engine) as session:
        session.execute(text("SELECT pg_sleep(0.001)"))
        assert session.execute(begun).one() == (False, False), "each statement begins by itself"
        assert status_of(session) == TransactionStatus.IDLE, "nothing is held while a page is made"
        session.rollback()
        session.connection(execution_options={connections.WRITING: True})
        session.execute(text("CREATE TABLE kept (n integer)"))
        assert session.execute(begun).one() == (True, True)
        session.rollback()
        assert session.execute(text("SELECT to_regclass('kept')")).scalar_one() is None
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
        driver = connection.connection.dbapi_connection
        assert driver is not None and not driver.autocommit, "who is no session is left alone"


def status_of(session: Session) -> TransactionStatus:
    driver = session.connection().connection.dbapi_connection
    assert isinstance(driver, connections.KeepsPlans)
    return driver.info.transaction_status


def test_a_plan_that_a_changed_table_spoilt_is_made_anew(engine: Engine) -> None:
    """No table changes while an office is open; where one did, the next request has its answer."""
    rows, one = text("SELECT * FROM kept WHERE n = :n"), {"n": 1}
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n integer)"))
    with Session(engine) as session:
        for _ in range(4):
            session.execute(rows, one)
    with create_engine(engine.url, poolclass=NullPool).begin() as connection:
        connection.execute(text("ALTER TABLE kept ADD COLUMN m integer"))
    with Session(engine) as session, pytest.raises(Exception, match="must not change result type"):
        session.execute(rows, one)
    with Session(engine) as session:
        assert list(session.execute(rows, one).keys()) == ["n", "m"]


def test_what_was_not_committed_is_undone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n integer)"))
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO kept VALUES (1)"))
        connection.rollback()
        assert connection.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0


def test_a_connection_the_database_ended_is_handed_to_nobody(engine: Engine) -> None:
    first = process_of(engine)
    ask(engine)
    end(engine, first)
    ask(engine)
    assert process_of(engine) != first


def test_a_connection_that_rested_long_is_asked_whether_it_lives(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    lives = connections.KeepsPlans.lives

    def noted(connection: connections.KeepsPlans, rested: float) -> bool:
        asked.append(rested)
        return lives(connection, rested)

    monkeypatch.setattr(connections.KeepsPlans, "lives", noted)
    first = process_of(engine)
    assert process_of(engine) == first
    assert 0 <= asked[-1] < connections.LONG_REST
    monkeypatch.setattr(connections, "LONG_REST", 0.0)
    assert process_of(engine) == first, "it answers, so it is kept"


def test_a_connection_closed_here_does_not_live(postgresql_server: PostgresServer) -> None:
    url = postgresql_server.fresh_database().replace("+psycopg", "")
    with connections.KeepsPlans.connect(url) as connection:
        assert connection.lives(0.0)
        assert connection.lives(connections.LONG_REST + 1)
        assert connection.info.transaction_status == TransactionStatus.IDLE, "asking begins nothing"
    assert not connection.lives(0.0)
