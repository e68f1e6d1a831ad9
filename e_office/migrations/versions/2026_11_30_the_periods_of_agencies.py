"""A period is closed for one agency too, and keeps the list of documents behind its figures."""

import sqlalchemy as sa
from alembic import op

revision = 'periods_of_agencies'
down_revision = 'minutes'
branch_labels = None
depends_on = None

OLD, NEW = 'uq_ratio_snapshot_period_direction', 'uq_ratio_snapshot_period_direction_unit_code'


def upgrade() -> None:
    """Go on to this schema; what was closed before was the whole installation's, without a list."""
    with op.batch_alter_table('ratio_snapshot') as table:
        table.add_column(sa.Column('unit_code', sa.String(length=60), nullable=False, server_default=''))
        table.add_column(sa.Column('documents', sa.JSON(), nullable=True))
        table.drop_constraint(OLD, type_='unique')
        table.create_unique_constraint(NEW, ['period', 'direction', 'unit_code'])
    with op.batch_alter_table('ratio_snapshot') as table:
        table.alter_column('unit_code', server_default=None)


def downgrade() -> None:
    """Go back to the schema before; periods of single agencies go, and a seal over a list no longer holds."""
    single = "SELECT id FROM ratio_snapshot WHERE unit_code <> ''"
    op.execute(f'DELETE FROM ratio_correction WHERE snapshot_id IN ({single})')
    op.execute("DELETE FROM ratio_snapshot WHERE unit_code <> ''")
    with op.batch_alter_table('ratio_snapshot') as table:
        table.drop_constraint(NEW, type_='unique')
        table.drop_column('documents')
        table.drop_column('unit_code')
        table.create_unique_constraint(OLD, ['period', 'direction'])
