"""Requests to the leadership, and the calendar entries they end in."""

import sqlalchemy as sa
from alembic import op

revision = 'requests_to_leadership'
down_revision = 'papers_taken_along'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('calendar_entry',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('leader_id', WHOLE, nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('preparing_unit_id', WHOLE, nullable=True),
    sa.Column('officer_id', WHOLE, nullable=True),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('source_id', WHOLE, nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', WHOLE, nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_calendar_entry_ends_after_start')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_calendar_entry_created_by_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_calendar_entry_leader_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_calendar_entry_officer_id')),
    sa.ForeignKeyConstraint(['preparing_unit_id'], ['unit.id'], name=op.f('fk_calendar_entry_preparing_unit_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_calendar_entry_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_entry'))
    )
    op.create_index(op.f('ix_calendar_entry_leader_id_starts_at'), 'calendar_entry', ['leader_id', 'starts_at'], unique=False)
    op.create_index(op.f('ix_calendar_entry_source_source_id'), 'calendar_entry', ['source', 'source_id'], unique=False)
    op.create_index(op.f('ix_calendar_entry_unit_id_starts_at'), 'calendar_entry', ['unit_id', 'starts_at'], unique=False)
    op.create_table('meeting_request',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('state_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.Column('to_unit_id', WHOLE, nullable=False),
    sa.Column('leader_id', WHOLE, nullable=True),
    sa.Column('meeting_id', WHOLE, nullable=True),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', WHOLE, nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('urgent_reason', sa.Text(), nullable=False),
    sa.Column('officer_id', WHOLE, nullable=True),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('examined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('examined_by_id', WHOLE, nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', WHOLE, nullable=True),
    sa.Column('decided_for_id', WHOLE, nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_meeting_request_author_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_meeting_request_decided_by_id')),
    sa.ForeignKeyConstraint(['decided_for_id'], ['person.id'], name=op.f('fk_meeting_request_decided_for_id')),
    sa.ForeignKeyConstraint(['examined_by_id'], ['person.id'], name=op.f('fk_meeting_request_examined_by_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_meeting_request_leader_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_request_meeting_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_meeting_request_officer_id')),
    sa.ForeignKeyConstraint(['to_unit_id'], ['unit.id'], name=op.f('fk_meeting_request_to_unit_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_meeting_request_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_request'))
    )
    op.create_index(op.f('ix_meeting_request_leader_id_state'), 'meeting_request', ['leader_id', 'state'], unique=False)
    op.create_index(op.f('ix_meeting_request_meeting_id'), 'meeting_request', ['meeting_id'], unique=False)
    op.create_index(op.f('ix_meeting_request_officer_id'), 'meeting_request', ['officer_id'], unique=False)
    op.create_index(op.f('ix_meeting_request_to_unit_id_state'), 'meeting_request', ['to_unit_id', 'state'], unique=False)
    op.create_index(op.f('ix_meeting_request_unit_id_state'), 'meeting_request', ['unit_id', 'state'], unique=False)
    op.create_table('requested_unit',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('request_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['meeting_request.id'], name=op.f('fk_requested_unit_request_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_requested_unit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requested_unit')),
    sa.UniqueConstraint('request_id', 'unit_id', name=op.f('uq_requested_unit_request_id_unit_id'))
    )


def downgrade() -> None:
    """Go back to the schema before; requests and calendar entries are lost, meetings and documents stay."""
    op.drop_table('requested_unit')
    op.drop_index(op.f('ix_meeting_request_unit_id_state'), table_name='meeting_request')
    op.drop_index(op.f('ix_meeting_request_to_unit_id_state'), table_name='meeting_request')
    op.drop_index(op.f('ix_meeting_request_officer_id'), table_name='meeting_request')
    op.drop_index(op.f('ix_meeting_request_meeting_id'), table_name='meeting_request')
    op.drop_index(op.f('ix_meeting_request_leader_id_state'), table_name='meeting_request')
    op.drop_table('meeting_request')
    op.drop_index(op.f('ix_calendar_entry_unit_id_starts_at'), table_name='calendar_entry')
    op.drop_index(op.f('ix_calendar_entry_source_source_id'), table_name='calendar_entry')
    op.drop_index(op.f('ix_calendar_entry_leader_id_starts_at'), table_name='calendar_entry')
    op.drop_table('calendar_entry')
