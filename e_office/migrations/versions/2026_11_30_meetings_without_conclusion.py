"""Meetings of which it is recorded that they need no conclusion notice."""

import sqlalchemy as sa
from alembic import op

revision = 'meetings_without_conclusion'
down_revision = 'tasks_of_conclusions'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('conclusion_waived',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_conclusion_waived_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conclusion_waived_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_waived')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_conclusion_waived_meeting_id'))
    )


def downgrade() -> None:
    """Go back to the schema before; what was recorded is lost."""
    op.drop_table('conclusion_waived')
