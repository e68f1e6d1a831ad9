"""Weeks of the leadership: what the Office types, what it says of lines, the weeks as published."""

import sqlalchemy as sa
from alembic import op

revision = 'weeks_of_the_leadership'
down_revision = 'absent_agencies'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('typed_entry',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('inspected_id', WHOLE, nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', WHOLE, nullable=True),
    sa.Column('version', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_typed_entry_created_by_id')),
    sa.ForeignKeyConstraint(['inspected_id'], ['unit.id'], name=op.f('fk_typed_entry_inspected_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_typed_entry_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_typed_entry'))
    )
    op.create_index(op.f('ix_typed_entry_inspected_id'), 'typed_entry', ['inspected_id'], unique=False)
    op.create_index(op.f('ix_typed_entry_unit_id'), 'typed_entry', ['unit_id'], unique=False)
    op.create_table('week_mark',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('left_out', sa.Boolean(), nullable=False),
    sa.Column('officer_id', WHOLE, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_week_mark_by_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_week_mark_officer_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_week_mark_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_week_mark')),
    sa.UniqueConstraint('unit_id', 'key', name=op.f('uq_week_mark_unit_id_key'))
    )
    op.create_index(op.f('ix_week_mark_officer_id'), 'week_mark', ['officer_id'], unique=False)
    op.create_table('week_revision',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('number', WHOLE, nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_week_revision_published_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_week_revision_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_week_revision')),
    sa.UniqueConstraint('unit_id', 'week', 'number', name=op.f('uq_week_revision_unit_id_week_number'))
    )


def downgrade() -> None:
    """Go back to the schema before; the weeks published and what was typed of them are lost."""
    op.drop_table('week_revision')
    op.drop_index(op.f('ix_week_mark_officer_id'), table_name='week_mark')
    op.drop_table('week_mark')
    op.drop_index(op.f('ix_typed_entry_unit_id'), table_name='typed_entry')
    op.drop_index(op.f('ix_typed_entry_inspected_id'), table_name='typed_entry')
    op.drop_table('typed_entry')
