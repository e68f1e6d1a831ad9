"""Votes entered for raised hands, by whom and when; items added while a meeting is held, with unit and papers."""

import sqlalchemy as sa
from alembic import op

revision = 'hands_and_added_items'
down_revision = 'handed_papers'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
FIRST = 'SELECT min(one.id) FROM live_item AS one WHERE one.live_id = live_item.live_id'


def upgrade() -> None:
    """Go on to this schema. No agenda names an added item, nor the purpose that stands for one: that came first."""
    with op.batch_alter_table('live_voter') as table:
        table.add_column(sa.Column('entered_by_id', WHOLE, nullable=True))
        table.add_column(sa.Column('entered_at', AT, nullable=True))
        table.create_foreign_key(op.f('fk_live_voter_entered_by_id'), 'person', ['entered_by_id'], ['id'])
    with op.batch_alter_table('live_item') as table:
        table.add_column(sa.Column('added', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column('unit_id', WHOLE, nullable=True))
        table.create_foreign_key(op.f('fk_live_item_unit_id'), 'unit', ['unit_id'], ['id'])
    op.execute(f'UPDATE live_item SET added = true WHERE item_id IS NULL AND id > ({FIRST})')
    with op.batch_alter_table('live_item') as table:
        table.alter_column('added', existing_type=sa.Boolean(), server_default=None)
    op.create_table('live_item_paper',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('item_id', WHOLE, nullable=False),
    sa.Column('paper_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['live_item.id'], name=op.f('fk_live_item_paper_item_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_live_item_paper_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_item_paper')),
    sa.UniqueConstraint('item_id', 'paper_id', name=op.f('uq_live_item_paper_item_id_paper_id')),
    )
    op.create_index(op.f('ix_live_item_paper_paper_id'), 'live_item_paper', ['paper_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; votes stay, who entered them is lost, as are unit and papers of added items."""
    op.drop_table('live_item_paper')
    with op.batch_alter_table('live_item') as table:
        table.drop_constraint(op.f('fk_live_item_unit_id'), type_='foreignkey')
        table.drop_column('unit_id')
        table.drop_column('added')
    with op.batch_alter_table('live_voter') as table:
        table.drop_constraint(op.f('fk_live_voter_entered_by_id'), type_='foreignkey')
        table.drop_column('entered_at')
        table.drop_column('entered_by_id')
