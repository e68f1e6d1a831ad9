"""The day of its rhythm a meeting of a series was planned for."""

import sqlalchemy as sa
from alembic import op

revision = 'series_ahead'
down_revision = 'hands_and_added_items'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema; meetings of a series begun before were planned for no day."""
    with op.batch_alter_table('series_link') as table:
        table.add_column(sa.Column('planned_on', sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back to the schema before; which day a meeting was planned for is lost."""
    with op.batch_alter_table('series_link') as table:
        table.drop_column('planned_on')
