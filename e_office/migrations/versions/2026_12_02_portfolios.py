"""The fields of work divided between an agency's leaders, and the one a conclusion's task is of."""

import sqlalchemy as sa
from alembic import op

revision = 'portfolios'
down_revision = 'conferences_on_schemes'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; tasks given before have no field."""
    op.create_table('portfolio',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('leader_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', WHOLE, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_portfolio_created_by_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_portfolio_leader_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_portfolio_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_portfolio')),
    sa.UniqueConstraint('unit_id', 'name', name=op.f('uq_portfolio_unit_id_name'))
    )
    with op.batch_alter_table('portfolio') as table:
        table.create_index(op.f('ix_portfolio_leader_id'), ['leader_id'], unique=False)
    with op.batch_alter_table('conclusion_item') as table:
        table.add_column(sa.Column('portfolio_id', WHOLE, nullable=True))
        table.create_foreign_key(op.f('fk_conclusion_item_portfolio_id'), 'portfolio', ['portfolio_id'], ['id'])
        table.create_index(op.f('ix_conclusion_item_portfolio_id'), ['portfolio_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; the fields of the tasks are lost."""
    with op.batch_alter_table('conclusion_item') as table:
        table.drop_index(op.f('ix_conclusion_item_portfolio_id'))
        table.drop_constraint(op.f('fk_conclusion_item_portfolio_id'), type_='foreignkey')
        table.drop_column('portfolio_id')
    with op.batch_alter_table('portfolio') as table:
        table.drop_index(op.f('ix_portfolio_leader_id'))
    op.drop_table('portfolio')
