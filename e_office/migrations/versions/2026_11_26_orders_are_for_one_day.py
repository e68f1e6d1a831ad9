"""Orders are for one day.

An order for an extraordinary meeting covers the day it was given for. Of those recorded before, that is the day of
the meeting; one of a draft without an hour covers nothing and is recorded anew.
"""

from datetime import UTC
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = 'orders_for_one_day'
down_revision = 'messages_of_other_systems'
branch_labels = None
depends_on = None

ZONE = ZoneInfo('Asia/Ho_Chi_Minh')

meeting = sa.table(
    'meeting', sa.column('id'), sa.column('order_at'), sa.column('starts_at', sa.DateTime(timezone=True)),
    sa.column('order_for', sa.Date),
)


def upgrade() -> None:
    """Go on to this schema."""
    with op.batch_alter_table('meeting') as batch_op:
        batch_op.add_column(sa.Column('order_for', sa.Date(), nullable=True))
    connection = op.get_bind()
    ordered = sa.select(meeting.c.id, meeting.c.starts_at).where(
        meeting.c.order_at.is_not(None), meeting.c.starts_at.is_not(None)
    )
    for row in connection.execute(ordered).all():
        start = row.starts_at if row.starts_at.tzinfo else row.starts_at.replace(tzinfo=UTC)  # SQLite forgets it
        day = start.astimezone(ZONE).date()
        connection.execute(sa.update(meeting).where(meeting.c.id == row.id).values(order_for=day))


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('meeting') as batch_op:
        batch_op.drop_column('order_for')
