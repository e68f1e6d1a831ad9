"""Meetings while they are held: running order and course, wrong codes, requests to speak, votes with their ballots."""

import sqlalchemy as sa
from alembic import op

revision = 'meetings_being_held'
down_revision = 'rooms_and_bridge_points'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('live_meeting',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('version', WHOLE, nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('opened_at', AT, nullable=False),
    sa.Column('opened_by_id', WHOLE, nullable=False),
    sa.Column('ended_at', AT, nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_live_meeting_meeting_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_live_meeting_opened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_meeting')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_live_meeting_meeting_id')),
    )
    op.create_table('live_item',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('live_id', WHOLE, nullable=False),
    sa.Column('item_id', WHOLE, nullable=True),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('began_at', AT, nullable=True),
    sa.Column('ended_at', AT, nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_live_item_item_id')),
    sa.ForeignKeyConstraint(['live_id'], ['live_meeting.id'], name=op.f('fk_live_item_live_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_item')),
    )
    op.create_index(op.f('ix_live_item_live_id_position'), 'live_item', ['live_id', 'position'], unique=False)
    op.create_table('live_event',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('live_id', WHOLE, nullable=False),
    sa.Column('at', AT, nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('actor_id', WHOLE, nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('noted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_live_event_actor_id')),
    sa.ForeignKeyConstraint(['live_id'], ['live_meeting.id'], name=op.f('fk_live_event_live_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_event')),
    )
    op.create_index(op.f('ix_live_event_live_id_id'), 'live_event', ['live_id', 'id'], unique=False)
    op.create_table('code_try',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('live_id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('at', AT, nullable=False),
    sa.ForeignKeyConstraint(['live_id'], ['live_meeting.id'], name=op.f('fk_code_try_live_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_code_try_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_try')),
    )
    op.create_index(op.f('ix_code_try_live_id_person_id'), 'code_try', ['live_id', 'person_id'], unique=False)
    op.create_table('speech',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('live_id', WHOLE, nullable=False),
    sa.Column('item_id', WHOLE, nullable=True),
    sa.Column('invitee_id', WHOLE, nullable=False),
    sa.Column('open_for', WHOLE, nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('asked_at', AT, nullable=False),
    sa.Column('began_at', AT, nullable=True),
    sa.Column('ended_at', AT, nullable=True),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_speech_invitee_id')),
    sa.ForeignKeyConstraint(['item_id'], ['live_item.id'], name=op.f('fk_speech_item_id')),
    sa.ForeignKeyConstraint(['live_id'], ['live_meeting.id'], name=op.f('fk_speech_live_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speech')),
    sa.UniqueConstraint('live_id', 'open_for', name=op.f('uq_speech_live_id_open_for')),
    )
    op.create_index(op.f('ix_speech_invitee_id'), 'speech', ['invitee_id'], unique=False)
    op.create_table('live_vote',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('live_id', WHOLE, nullable=False),
    sa.Column('item_id', WHOLE, nullable=True),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.String(length=24), nullable=False),
    sa.Column('opened_at', AT, nullable=False),
    sa.Column('opened_by_id', WHOLE, nullable=False),
    sa.Column('closed_at', AT, nullable=True),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('present', WHOLE, nullable=True),
    sa.Column('counts', sa.JSON(), nullable=True),
    sa.Column('carried', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['live_item.id'], name=op.f('fk_live_vote_item_id')),
    sa.ForeignKeyConstraint(['live_id'], ['live_meeting.id'], name=op.f('fk_live_vote_live_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_live_vote_opened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_vote')),
    )
    op.create_index(op.f('ix_live_vote_live_id'), 'live_vote', ['live_id'], unique=False)
    op.create_table('live_voter',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('vote_id', WHOLE, nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('invitee_id', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('voted', sa.Boolean(), nullable=False),
    sa.Column('choice', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_live_voter_invitee_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_live_voter_person_id')),
    sa.ForeignKeyConstraint(['vote_id'], ['live_vote.id'], name=op.f('fk_live_voter_vote_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_voter')),
    sa.UniqueConstraint('vote_id', 'key', name=op.f('uq_live_voter_vote_id_key')),
    )
    op.create_index(op.f('ix_live_voter_invitee_id'), 'live_voter', ['invitee_id'], unique=False)
    op.create_table('live_ballot',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('vote_id', WHOLE, nullable=False),
    sa.Column('choice', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['vote_id'], ['live_vote.id'], name=op.f('fk_live_ballot_vote_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_ballot')),
    )
    op.create_index(op.f('ix_live_ballot_vote_id'), 'live_ballot', ['vote_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; what was said and decided in meetings stays in their minutes alone."""
    for table in (
        'live_ballot', 'live_voter', 'live_vote', 'speech', 'code_try', 'live_event', 'live_item', 'live_meeting',
    ):  # fmt: skip
        op.drop_table(table)
