"""Groups of units invited together."""

import sqlalchemy as sa
from alembic import op

revision = 'groups_of_invitees'
down_revision = 'drafts_signed_here'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('invitee_group',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_invitee_group_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_invitee_group_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitee_group'))
    )
    with op.batch_alter_table('invitee_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitee_group_unit_id'), ['unit_id'], unique=False)

    op.create_table('invitee_group_unit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['invitee_group.id'], name=op.f('fk_invitee_group_unit_group_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_invitee_group_unit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitee_group_unit')),
    sa.UniqueConstraint('group_id', 'unit_id', name=op.f('uq_invitee_group_unit_group_id_unit_id'))
    )


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_table('invitee_group_unit')
    with op.batch_alter_table('invitee_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitee_group_unit_id'))

    op.drop_table('invitee_group')
