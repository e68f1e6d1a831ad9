"""Rooms and bridge points an agency keeps in its list."""

import sqlalchemy as sa
from alembic import op

revision = 'rooms_and_bridge_points'
down_revision = 'secrets_of_calendar_entries'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('meeting_place',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('other_names', sa.Text(), nullable=False),
    sa.Column('seats', WHOLE, nullable=True),
    sa.Column('equipment', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', WHOLE, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_meeting_place_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_meeting_place_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_place'))
    )
    with op.batch_alter_table('meeting_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_place_unit_id'), ['unit_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('meeting_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_place_unit_id'))

    op.drop_table('meeting_place')
