"""What the entry of a meeting is bound to its recipient with; what was sent before bears nothing and stays as it is."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = 'secrets_of_calendar_entries'
down_revision = 'reports_back'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema; drafts, of which no calendar knows yet, are given one."""
    with op.batch_alter_table('meeting') as table:
        table.add_column(sa.Column('calendar_secret', sa.String(length=64), nullable=True))
    connection = op.get_bind()
    for meeting_id in connection.execute(sa.text("SELECT id FROM meeting WHERE state = 'draft'")).scalars().all():
        connection.execute(
            sa.text('UPDATE meeting SET calendar_secret = :secret WHERE id = :id'),
            {'secret': secrets.token_hex(16), 'id': meeting_id},
        )


def downgrade() -> None:
    """Go back to the schema before; replies to entries that bore a secret name no meeting then."""
    with op.batch_alter_table('meeting') as table:
        table.drop_column('calendar_secret')
