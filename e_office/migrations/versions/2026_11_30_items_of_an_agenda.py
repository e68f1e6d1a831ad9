"""Items of an agenda, with their lists and papers."""

import sqlalchemy as sa
from alembic import op

revision = 'items_of_an_agenda'
down_revision = 'periods_of_agencies'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('agenda_item',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('minutes', WHOLE, nullable=True),
    sa.Column('rapporteur', sa.String(length=200), nullable=False),
    sa.Column('agreed', sa.Text(), nullable=False),
    sa.Column('not_agreed', sa.Text(), nullable=False),
    sa.Column('to_settle', sa.Text(), nullable=False),
    sa.Column('of_meeting_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id')),
    sa.ForeignKeyConstraint(['of_meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_of_meeting_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_agenda_item_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item'))
    )
    op.create_index(op.f('ix_agenda_item_meeting_id_position'), 'agenda_item', ['meeting_id', 'position'], unique=False)
    op.create_index(op.f('ix_agenda_item_of_meeting_id'), 'agenda_item', ['of_meeting_id'], unique=False)
    op.create_table('agenda_paper',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('item_id', WHOLE, nullable=False),
    sa.Column('paper_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_agenda_paper_item_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_agenda_paper_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_paper')),
    sa.UniqueConstraint('item_id', 'paper_id', name=op.f('uq_agenda_paper_item_id_paper_id'))
    )
    op.create_index(op.f('ix_agenda_paper_paper_id'), 'agenda_paper', ['paper_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; agendas are lost, the meetings and their papers stay."""
    op.drop_index(op.f('ix_agenda_paper_paper_id'), table_name='agenda_paper')
    op.drop_table('agenda_paper')
    op.drop_index(op.f('ix_agenda_item_of_meeting_id'), table_name='agenda_item')
    op.drop_index(op.f('ix_agenda_item_meeting_id_position'), table_name='agenda_item')
    op.drop_table('agenda_item')
