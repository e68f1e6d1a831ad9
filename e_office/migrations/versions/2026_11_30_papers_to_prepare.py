"""What units have to prepare for meetings, and the steps every paper takes."""

import sqlalchemy as sa
from alembic import op

revision = 'papers_to_prepare'
down_revision = 'answers_of_what_came_in'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('paper_step',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('paper_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_step_paper_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_paper_step_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_step')),
    )
    op.create_index(op.f('ix_paper_step_paper_id'), 'paper_step', ['paper_id'], unique=False)
    op.create_table('wanted_paper',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('paper_id', WHOLE, nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', WHOLE, nullable=True),
    sa.Column('given_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_wanted_paper_asked_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_wanted_paper_meeting_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_wanted_paper_paper_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_wanted_paper_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wanted_paper')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_wanted_paper_paper_id')),
    )
    op.create_index(op.f('ix_wanted_paper_meeting_id'), 'wanted_paper', ['meeting_id'], unique=False)
    op.create_index(op.f('ix_wanted_paper_unit_id_meeting_id'), 'wanted_paper', ['unit_id', 'meeting_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; what was asked for and the steps are lost, the papers stay."""
    op.drop_table('wanted_paper')
    op.drop_table('paper_step')
