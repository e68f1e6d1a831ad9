"""Powers delegated.

Who is away can let somebody else decide in their place for some days; nobody had yet.
"""

import sqlalchemy as sa
from alembic import op

revision = 'powers_delegated'
down_revision = 'state_agency_senders'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('delegation',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('deputy_id', WHOLE, nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_delegation_deputy_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_delegation_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation'))
    )
    op.create_index(op.f('ix_delegation_deputy_id_ends_on'), 'delegation', ['deputy_id', 'ends_on'], unique=False)
    op.create_index(op.f('ix_delegation_person_id_ends_on'), 'delegation', ['person_id', 'ends_on'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; delegations are lost."""
    op.drop_index(op.f('ix_delegation_person_id_ends_on'), table_name='delegation')
    op.drop_index(op.f('ix_delegation_deputy_id_ends_on'), table_name='delegation')
    op.drop_table('delegation')
