"""The ratio of a period can be closed: its figures as they were, and each correction since."""

import sqlalchemy as sa
from alembic import op

revision = 'periods_closed'
down_revision = 'states_between_units'
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('ratio_snapshot',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('period', sa.String(length=60), nullable=False),
    sa.Column('direction', sa.String(length=60), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('closed_at', AT, nullable=False),
    sa.Column('closed_by_id', WHOLE, nullable=False),
    sa.Column('closed_by_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_ratio_snapshot_closed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ratio_snapshot')),
    sa.UniqueConstraint('period', 'direction', name=op.f('uq_ratio_snapshot_period_direction'))
    )
    op.create_table('ratio_correction',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('snapshot_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_at', AT, nullable=False),
    sa.Column('made_by_id', WHOLE, nullable=False),
    sa.Column('made_by_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_ratio_correction_made_by_id')),
    sa.ForeignKeyConstraint(['snapshot_id'], ['ratio_snapshot.id'], name=op.f('fk_ratio_correction_snapshot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ratio_correction')),
    sa.UniqueConstraint('snapshot_id', 'position', name=op.f('uq_ratio_correction_snapshot_id_position'))
    )


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_table('ratio_correction')
    op.drop_table('ratio_snapshot')
