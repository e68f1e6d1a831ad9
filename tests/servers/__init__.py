"""Real servers for tests: an S3 store, PostgreSQL, a mail sink; shared by the workers of one run."""

from __future__ import annotations

from .mail import Letter, SmtpSink, smtp_sink
from .postgresql import PostgresServer, postgres
from .store import real_store

__all__ = ["Letter", "PostgresServer", "SmtpSink", "postgres", "real_store", "smtp_sink"]
