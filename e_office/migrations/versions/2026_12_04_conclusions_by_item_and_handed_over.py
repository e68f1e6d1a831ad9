"""The agenda item a conclusion's task is on, what notices say in words to search, drafts handed to the Office."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = 'conclusions_by_item'
down_revision = 'presence_by_place'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

AGENDA = (
    'SELECT title FROM agenda_item WHERE meeting_id = :meeting AND NOT EXISTS '
    '(SELECT 1 FROM conclusion_item i WHERE i.conclusion_id = :conclusion) ORDER BY position, id'
)


def upgrade() -> None:
    """Go on to this schema; tasks given before are of their whole meeting, notices issued before are found by words."""
    with op.batch_alter_table('conclusion_item') as table:
        table.add_column(sa.Column('agenda_item_id', WHOLE, nullable=True))
        table.create_foreign_key(
            op.f('fk_conclusion_item_agenda_item_id'), 'agenda_item', ['agenda_item_id'], ['id'], ondelete='SET NULL'
        )
        table.create_index(op.f('ix_conclusion_item_agenda_item_id'), ['agenda_item_id'], unique=False)
    with op.batch_alter_table('conclusion') as table:
        table.add_column(sa.Column('words', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('conclusion') as table:
        table.alter_column('words', existing_type=sa.Text(), server_default=None)
    op.create_table('conclusion_handover',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_conclusion_handover_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conclusion_handover_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_handover'))
    )
    with op.batch_alter_table('conclusion_handover') as table:
        table.create_index(op.f('ix_conclusion_handover_meeting_id'), ['meeting_id'], unique=False)
    _write_words()


def downgrade() -> None:
    """Go back to the schema before; which item a task is on and who handed a draft over is lost."""
    with op.batch_alter_table('conclusion_handover') as table:
        table.drop_index(op.f('ix_conclusion_handover_meeting_id'))
    op.drop_table('conclusion_handover')
    with op.batch_alter_table('conclusion') as table:
        table.drop_column('words')
    with op.batch_alter_table('conclusion_item') as table:
        table.drop_index(op.f('ix_conclusion_item_agenda_item_id'))
        table.drop_constraint(op.f('fk_conclusion_item_agenda_item_id'), type_='foreignkey')
        table.drop_column('agenda_item_id')


def _write_words() -> None:
    """Notices issued before are found by their assessment, proposals and meeting from now on."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        'SELECT c.id, c.meeting_id, c.assessment, c.proposals, m.purpose FROM conclusion c JOIN meeting m ON m.id = c.meeting_id '
        'WHERE c.issued_at IS NOT NULL ORDER BY c.id'
    )).all()
    for conclusion_id, meeting_id, assessment, proposals, purpose in rows:
        titles = connection.execute(sa.text(AGENDA), {'conclusion': conclusion_id, 'meeting': meeting_id}).scalars()
        connection.execute(
            sa.text('UPDATE conclusion SET words = :words WHERE id = :id'),
            {'words': _folded(' '.join([assessment, proposals, *titles, purpose])), 'id': conclusion_id},
        )


def _folded(text: str) -> str:
    parted = unicodedata.normalize('NFD', text.lower()).replace('đ', 'd')
    return ''.join(sign for sign in parted if not unicodedata.combining(sign))
