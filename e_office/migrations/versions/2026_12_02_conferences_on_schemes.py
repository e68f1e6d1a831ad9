"""Whether a meeting takes opinions on a scheme (O3)."""

import sqlalchemy as sa
from alembic import op

revision = 'conferences_on_schemes'
down_revision = 'series_of_meetings'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema; of the meetings so far nobody said it."""
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consults', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.alter_column('consults', existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_column('consults')
