"""Tasks of conclusions as they are followed up; those of notices issued before are open."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = 'tasks_of_conclusions'
down_revision = 'answers_of_calendars'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('conclusion_task',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('item_id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('lead_unit_id', WHOLE, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['conclusion_item.id'], name=op.f('fk_conclusion_task_item_id')),
    sa.ForeignKeyConstraint(['lead_unit_id'], ['unit.id'], name=op.f('fk_conclusion_task_lead_unit_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_conclusion_task_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_task')),
    sa.UniqueConstraint('item_id', name=op.f('uq_conclusion_task_item_id'))
    )
    op.create_index(op.f('ix_conclusion_task_lead_unit_id_state'), 'conclusion_task', ['lead_unit_id', 'state'], unique=False)
    op.create_index(op.f('ix_conclusion_task_meeting_id'), 'conclusion_task', ['meeting_id'], unique=False)
    op.create_table('conclusion_task_unit',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('task_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['conclusion_task.id'], name=op.f('fk_conclusion_task_unit_task_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conclusion_task_unit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_task_unit')),
    sa.UniqueConstraint('task_id', 'unit_id', name=op.f('uq_conclusion_task_unit_task_id_unit_id'))
    )
    op.create_index(op.f('ix_conclusion_task_unit_unit_id'), 'conclusion_task_unit', ['unit_id'], unique=False)
    op.create_table('conclusion_task_step',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('task_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_conclusion_task_step_document_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conclusion_task_step_person_id')),
    sa.ForeignKeyConstraint(['task_id'], ['conclusion_task.id'], name=op.f('fk_conclusion_task_step_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_task_step'))
    )
    op.create_index(op.f('ix_conclusion_task_step_task_id'), 'conclusion_task_step', ['task_id'], unique=False)
    _make_tasks()


def downgrade() -> None:
    """Go back to the schema before; what was reported is lost, the notices stay."""
    op.drop_index(op.f('ix_conclusion_task_step_task_id'), table_name='conclusion_task_step')
    op.drop_table('conclusion_task_step')
    op.drop_index(op.f('ix_conclusion_task_unit_unit_id'), table_name='conclusion_task_unit')
    op.drop_table('conclusion_task_unit')
    op.drop_index(op.f('ix_conclusion_task_meeting_id'), table_name='conclusion_task')
    op.drop_index(op.f('ix_conclusion_task_lead_unit_id_state'), table_name='conclusion_task')
    op.drop_table('conclusion_task')


def _make_tasks() -> None:
    """The items of notices issued before become tasks; units that co-operate stay the words they were."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        'SELECT i.id, c.meeting_id, i.lead_unit_id, i.due_on, i.text, m.purpose, c.issued_at FROM conclusion_item i '
        'JOIN conclusion c ON c.id = i.conclusion_id JOIN meeting m ON m.id = c.meeting_id '
        'WHERE c.issued_at IS NOT NULL AND i.lead_unit_id IS NOT NULL ORDER BY i.id'
    )).all()
    for item_id, meeting_id, lead_id, due_on, text, purpose, issued_at in rows:
        connection.execute(
            sa.text(
                'INSERT INTO conclusion_task (item_id, meeting_id, lead_unit_id, due_on, state, words, given_at) '
                "VALUES (:item, :meeting, :lead, :due, 'open', :words, :at)"
            ),
            {'item': item_id, 'meeting': meeting_id, 'lead': lead_id, 'due': due_on,
             'words': _folded(f'{text} {purpose}'), 'at': issued_at},
        )


def _folded(text: str) -> str:
    parted = unicodedata.normalize('NFD', text.lower()).replace('đ', 'd')
    return ''.join(sign for sign in parted if not unicodedata.combining(sign))
