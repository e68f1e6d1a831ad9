"""Versions of objects that are taken out of the store because they belonged to nothing."""

import sqlalchemy as sa
from alembic import op

revision = 'objects_taken_out'
down_revision = 'parts_of_the_handling'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table(
        'claimed_object',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('key', sa.String(length=200), nullable=False),
        sa.Column('version', sa.String(length=200), nullable=False),
        sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_claimed_object')),
        sa.UniqueConstraint('key', 'version', name=op.f('uq_claimed_object_key_version')),
    )


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_table('claimed_object')
