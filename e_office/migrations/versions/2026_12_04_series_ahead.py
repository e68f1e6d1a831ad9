"""The day of its rhythm a meeting of a series was planned for; who was in charge of the field it was asked by."""

import sqlalchemy as sa
from alembic import op

revision = 'series_ahead'
down_revision = 'hands_and_added_items'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; meetings begun before were planned for no day, and name nobody in charge."""
    with op.batch_alter_table('series_link') as table:
        table.add_column(sa.Column('planned_on', sa.Date(), nullable=True))
    with op.batch_alter_table('invitee') as table:
        table.add_column(sa.Column('in_charge_id', WHOLE, nullable=True))
        table.add_column(sa.Column('in_charge', sa.String(length=200), nullable=False, server_default=''))
        table.create_foreign_key(op.f('fk_invitee_in_charge_id'), 'person', ['in_charge_id'], ['id'])
    with op.batch_alter_table('invitee') as table:
        table.alter_column('in_charge', existing_type=sa.String(length=200), server_default=None)


def downgrade() -> None:
    """Go back to the schema before; which day a meeting was planned for and who was in charge is lost."""
    with op.batch_alter_table('invitee') as table:
        table.drop_constraint(op.f('fk_invitee_in_charge_id'), type_='foreignkey')
        table.drop_column('in_charge')
        table.drop_column('in_charge_id')
    with op.batch_alter_table('series_link') as table:
        table.drop_column('planned_on')
