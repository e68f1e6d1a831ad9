"""The item of the agenda that a remark before the meeting is on, and that item's title in words."""

import sqlalchemy as sa
from alembic import op

revision = 'remarks_on_items'
down_revision = 'portfolios'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; remarks made before are on a paper or on the whole meeting."""
    with op.batch_alter_table('meeting_remark') as table:
        table.add_column(sa.Column('item_id', WHOLE, nullable=True))
        table.add_column(sa.Column('item_title', sa.Text(), nullable=False, server_default=''))
        table.create_foreign_key(
            op.f('fk_meeting_remark_item_id'), 'agenda_item', ['item_id'], ['id'], ondelete='SET NULL'
        )
        table.create_index(op.f('ix_meeting_remark_item_id'), ['item_id'], unique=False)
    with op.batch_alter_table('meeting_remark') as table:
        table.alter_column('item_title', existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Go back to the schema before; which item a remark is on is lost, what it says stays."""
    with op.batch_alter_table('meeting_remark') as table:
        table.drop_index(op.f('ix_meeting_remark_item_id'))
        table.drop_constraint(op.f('fk_meeting_remark_item_id'), type_='foreignkey')
        table.drop_column('item_title')
        table.drop_column('item_id')
