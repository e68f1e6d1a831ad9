"""Papers handed out at meetings, late for ever; requests to absent agencies given another day, or taken back."""

import sqlalchemy as sa
from alembic import op

revision = 'handed_papers'
down_revision = 'conclusions_by_item'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; no request that was sent before is taken back."""
    op.create_table('handed_paper',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('handed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('paper_id', WHOLE, nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_handed_paper_meeting_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_handed_paper_noted_by_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_handed_paper_paper_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_handed_paper_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handed_paper')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_handed_paper_paper_id'))
    )
    op.create_index(op.f('ix_handed_paper_meeting_id'), 'handed_paper', ['meeting_id'], unique=False)
    op.create_index(op.f('ix_handed_paper_unit_id'), 'handed_paper', ['unit_id'], unique=False)
    op.create_table('absent_change',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('ask_id', WHOLE, nullable=False),
    sa.Column('due_before', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['ask_id'], ['absent_ask.id'], name=op.f('fk_absent_change_ask_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absent_change_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absent_change'))
    )
    op.create_index(op.f('ix_absent_change_ask_id'), 'absent_change', ['ask_id'], unique=False)
    with op.batch_alter_table('absent_ask') as table:
        table.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back to the schema before; what was handed out, changed and taken back is not known any more."""
    with op.batch_alter_table('absent_ask') as table:
        table.drop_column('withdrawn_at')
    op.drop_index(op.f('ix_absent_change_ask_id'), table_name='absent_change')
    op.drop_table('absent_change')
    op.drop_index(op.f('ix_handed_paper_unit_id'), table_name='handed_paper')
    op.drop_index(op.f('ix_handed_paper_meeting_id'), table_name='handed_paper')
    op.drop_table('handed_paper')
