"""The day a meeting of a series was planned for, who was in charge of a field, rooms that serve as bridge points."""

import sqlalchemy as sa
from alembic import op

revision = 'series_ahead'
down_revision = 'hands_and_added_items'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; meetings begun before were planned for no day, and name nobody in charge."""
    with op.batch_alter_table('series_link') as table:
        table.add_column(sa.Column('planned_on', sa.Date(), nullable=True))
    with op.batch_alter_table('invitee') as table:
        table.add_column(sa.Column('in_charge_id', WHOLE, nullable=True))
        table.add_column(sa.Column('in_charge', sa.String(length=200), nullable=False, server_default=''))
        table.create_foreign_key(op.f('fk_invitee_in_charge_id'), 'person', ['in_charge_id'], ['id'])
    with op.batch_alter_table('invitee') as table:
        table.alter_column('in_charge', existing_type=sa.String(length=200), server_default=None)
    op.create_table('meeting_bridge_room',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('place_id', WHOLE, nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chosen_by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['chosen_by_id'], ['person.id'], name=op.f('fk_meeting_bridge_room_chosen_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_bridge_room_meeting_id')),
    sa.ForeignKeyConstraint(['place_id'], ['meeting_place.id'], name=op.f('fk_meeting_bridge_room_place_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_meeting_bridge_room_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_bridge_room')),
    sa.UniqueConstraint('meeting_id', 'unit_id', name=op.f('uq_meeting_bridge_room_meeting_id_unit_id')),
    )
    op.create_index(op.f('ix_meeting_bridge_room_unit_id'), 'meeting_bridge_room', ['unit_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; days planned for, who was in charge and bridge rooms are lost."""
    op.drop_table('meeting_bridge_room')
    with op.batch_alter_table('invitee') as table:
        table.drop_constraint(op.f('fk_invitee_in_charge_id'), type_='foreignkey')
        table.drop_column('in_charge')
        table.drop_column('in_charge_id')
    with op.batch_alter_table('series_link') as table:
        table.drop_column('planned_on')
