"""Whether a state agency sent an incoming document."""

import sqlalchemy as sa
from alembic import op

revision = 'state_agency_senders'
down_revision = 'orders_for_one_day'
branch_labels = None
depends_on = None

TABLE, COLUMN = 'incoming_entry', 'from_state_agency'


def upgrade() -> None:
    """Go on to this schema; kept lines are as the unit that issued the document is, unknown issuers count as before."""
    op.add_column(TABLE, sa.Column(COLUMN, sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(sa.text("""
        UPDATE incoming_entry SET from_state_agency = false WHERE document_id IN (
            SELECT document.id FROM document JOIN unit
            ON unit.id = document.issuer_unit_id
            OR document.issuer_unit_id IS NULL AND document.issuer_name IN (unit.name, unit.short_name)
            WHERE NOT unit.is_state_agency
        )
    """))
    with op.batch_alter_table(TABLE) as table:
        table.alter_column(COLUMN, server_default=None, existing_type=sa.Boolean(), existing_nullable=False)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table(TABLE) as table:
        table.drop_column(COLUMN)
