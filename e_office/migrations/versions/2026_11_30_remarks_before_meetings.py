"""Comments and questions before a meeting, their answers, and notes for oneself."""

import sqlalchemy as sa
from alembic import op

revision = 'remarks_before_meetings'
down_revision = 'requests_to_leadership'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('private_note',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('paper_id', WHOLE, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_private_note_paper_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_private_note_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_private_note')),
    sa.UniqueConstraint('person_id', 'paper_id', name=op.f('uq_private_note_person_id_paper_id')),
    )
    op.create_table('meeting_remark',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('paper_id', WHOLE, nullable=True),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('to_all', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_meeting_remark_author_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_remark_meeting_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_meeting_remark_paper_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_meeting_remark_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_remark')),
    )
    op.create_index(op.f('ix_meeting_remark_meeting_id_id'), 'meeting_remark', ['meeting_id', 'id'], unique=False)
    op.create_table('meeting_remark_answer',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('remark_id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_remark_answer_person_id')),
    sa.ForeignKeyConstraint(['remark_id'], ['meeting_remark.id'], name=op.f('fk_meeting_remark_answer_remark_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_remark_answer')),
    )
    op.create_index(op.f('ix_meeting_remark_answer_remark_id'), 'meeting_remark_answer', ['remark_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; what was said and noted is lost."""
    op.drop_table('meeting_remark_answer')
    op.drop_table('meeting_remark')
    op.drop_table('private_note')
