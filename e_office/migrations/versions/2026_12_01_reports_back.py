"""What agencies owe after meetings they attended, what they reported and gave on."""

import sqlalchemy as sa
from alembic import op

revision = 'reports_back'
down_revision = 'weeks_of_the_leadership'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('report_back',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('delegate', sa.String(length=200), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reported_by_id', WHOLE, nullable=True),
    sa.Column('concluded', sa.Text(), nullable=False),
    sa.Column('nothing_to_do', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_report_back_meeting_id')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['person.id'], name=op.f('fk_report_back_reported_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_report_back_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_back')),
    sa.UniqueConstraint('meeting_id', 'unit_id', name=op.f('uq_report_back_meeting_id_unit_id'))
    )
    op.create_index(op.f('ix_report_back_unit_id_reported_at'), 'report_back', ['unit_id', 'reported_at'], unique=False)
    op.create_table('report_back_given',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('report_id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('task_id', WHOLE, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_report_back_given_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_report_back_given_person_id')),
    sa.ForeignKeyConstraint(['report_id'], ['report_back.id'], name=op.f('fk_report_back_given_report_id')),
    sa.ForeignKeyConstraint(['task_id'], ['conclusion_task.id'], name=op.f('fk_report_back_given_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_back_given'))
    )
    op.create_index(op.f('ix_report_back_given_person_id'), 'report_back_given', ['person_id'], unique=False)
    op.create_index(op.f('ix_report_back_given_report_id'), 'report_back_given', ['report_id'], unique=False)
    op.create_index(op.f('ix_report_back_given_task_id'), 'report_back_given', ['task_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; what was reported back is lost."""
    op.drop_index(op.f('ix_report_back_given_task_id'), table_name='report_back_given')
    op.drop_index(op.f('ix_report_back_given_report_id'), table_name='report_back_given')
    op.drop_index(op.f('ix_report_back_given_person_id'), table_name='report_back_given')
    op.drop_table('report_back_given')
    op.drop_index(op.f('ix_report_back_unit_id_reported_at'), table_name='report_back')
    op.drop_table('report_back')
