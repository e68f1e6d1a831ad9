"""A draft keeps the signature it was approved with, and a version what was typed into the form it was made from."""

import sqlalchemy as sa
from alembic import op

revision = 'drafts_signed_here'
down_revision = 'items_of_an_agenda'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    with op.batch_alter_table('draft') as batch:
        batch.add_column(sa.Column('signature_id', WHOLE, nullable=True))
        batch.create_foreign_key(op.f('fk_draft_signature_id'), 'signature', ['signature_id'], ['id'])
        batch.create_unique_constraint(op.f('uq_draft_signature_id'), ['signature_id'])
    with op.batch_alter_table('draft_version') as batch:
        batch.add_column(sa.Column('typed', sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('draft_version') as batch:
        batch.drop_column('typed')
    with op.batch_alter_table('draft') as batch:
        batch.drop_constraint(op.f('uq_draft_signature_id'), type_='unique')
        batch.drop_constraint(op.f('fk_draft_signature_id'), type_='foreignkey')
        batch.drop_column('signature_id')
