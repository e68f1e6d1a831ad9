"""Answers of calendars."""

import sqlalchemy as sa
from alembic import op

revision = 'answers_of_calendars'
down_revision = 'answers_to_invitations'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('calendar_reply',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('brought_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('message_key', sa.String(length=400), nullable=False),
    sa.Column('sender', sa.String(length=200), nullable=False),
    sa.Column('uid', sa.String(length=300), nullable=False),
    sa.Column('sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('partstat', sa.String(length=60), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('meeting_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('invitee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('counted', sa.Boolean(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['unit.id'], name=op.f('fk_calendar_reply_agency_id')),
    sa.ForeignKeyConstraint(['brought_by_id'], ['person.id'], name=op.f('fk_calendar_reply_brought_by_id')),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_calendar_reply_invitee_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_calendar_reply_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_reply'))
    )
    with op.batch_alter_table('calendar_reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_reply_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_reply_meeting_id'), ['meeting_id'], unique=False)



def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('calendar_reply', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_reply_meeting_id'))
        batch_op.drop_index(batch_op.f('ix_calendar_reply_agency_id'))

    op.drop_table('calendar_reply')
