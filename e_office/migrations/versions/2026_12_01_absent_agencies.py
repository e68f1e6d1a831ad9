"""What agencies absent from a meeting are sent and asked, and what they answer."""

import sqlalchemy as sa
from alembic import op

revision = 'absent_agencies'
down_revision = 'forms_of_meetings'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('absent_ask',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('consultation', sa.Boolean(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', WHOLE, nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_absent_ask_asked_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_absent_ask_meeting_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_absent_ask_opened_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_absent_ask_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absent_ask')),
    sa.UniqueConstraint('meeting_id', 'unit_id', name=op.f('uq_absent_ask_meeting_id_unit_id'))
    )
    op.create_index(op.f('ix_absent_ask_unit_id'), 'absent_ask', ['unit_id'], unique=False)
    op.create_table('absent_answer',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('ask_id', WHOLE, nullable=False),
    sa.Column('stance', sa.String(length=12), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('numbered_id', WHOLE, nullable=True),
    sa.Column('files_id', WHOLE, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['ask_id'], ['absent_ask.id'], name=op.f('fk_absent_answer_ask_id')),
    sa.ForeignKeyConstraint(['files_id'], ['document.id'], name=op.f('fk_absent_answer_files_id')),
    sa.ForeignKeyConstraint(['numbered_id'], ['document.id'], name=op.f('fk_absent_answer_numbered_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absent_answer_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absent_answer'))
    )
    op.create_index(op.f('ix_absent_answer_ask_id'), 'absent_answer', ['ask_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; what was asked and answered is lost."""
    op.drop_index(op.f('ix_absent_answer_ask_id'), table_name='absent_answer')
    op.drop_table('absent_answer')
    op.drop_index(op.f('ix_absent_ask_unit_id'), table_name='absent_ask')
    op.drop_table('absent_ask')
