"""Calendars by a secret address, and how often they were asked for lately."""

import sqlalchemy as sa
from alembic import op

revision = 'calendars_by_address'
down_revision = 'files_of_reports'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('calendar_feed',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('token_hash', sa.String(length=60), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_calendar_feed_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    op.create_index(op.f('ix_calendar_feed_person_id_revoked_at'), 'calendar_feed', ['person_id', 'revoked_at'], unique=False)
    op.create_table('feed_fetch',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed_fetch'))
    )
    op.create_index(op.f('ix_feed_fetch_at'), 'feed_fetch', ['at'], unique=False)
    op.create_index(op.f('ix_feed_fetch_key_at'), 'feed_fetch', ['key', 'at'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; addresses given out are dead."""
    op.drop_index(op.f('ix_feed_fetch_key_at'), table_name='feed_fetch')
    op.drop_index(op.f('ix_feed_fetch_at'), table_name='feed_fetch')
    op.drop_table('feed_fetch')
    op.drop_index(op.f('ix_calendar_feed_person_id_revoked_at'), table_name='calendar_feed')
    op.drop_table('calendar_feed')
