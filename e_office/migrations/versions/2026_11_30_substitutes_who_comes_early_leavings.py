"""Substitutes, who comes for a unit, early leavings."""

import sqlalchemy as sa
from alembic import op

revision = 'answers_to_invitations'
down_revision = 'groups_of_invitees'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('attender',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invitee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('named_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_attender_invitee_id')),
    sa.ForeignKeyConstraint(['named_by_id'], ['person.id'], name=op.f('fk_attender_named_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attender_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attender'))
    )
    with op.batch_alter_table('attender', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attender_invitee_id_id'), ['invitee_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attender_person_id_ended_at'), ['person_id', 'ended_at'], unique=False)

    op.create_table('early_leave',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invitee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('leaves_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decision_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_early_leave_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_early_leave_decided_by_id')),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_early_leave_invitee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_early_leave'))
    )
    with op.batch_alter_table('early_leave', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_early_leave_invitee_id_id'), ['invitee_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_early_leave_state'), ['state'], unique=False)

    op.create_table('substitute',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invitee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('post', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('empowered', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decision_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_substitute_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_substitute_decided_by_id')),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_substitute_invitee_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_substitute_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitute'))
    )
    with op.batch_alter_table('substitute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_substitute_invitee_id_id'), ['invitee_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_substitute_state'), ['state'], unique=False)



def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('substitute', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_substitute_state'))
        batch_op.drop_index(batch_op.f('ix_substitute_invitee_id_id'))

    op.drop_table('substitute')
    with op.batch_alter_table('early_leave', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_early_leave_state'))
        batch_op.drop_index(batch_op.f('ix_early_leave_invitee_id_id'))

    op.drop_table('early_leave')
    with op.batch_alter_table('attender', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attender_person_id_ended_at'))
        batch_op.drop_index(batch_op.f('ix_attender_invitee_id_id'))

    op.drop_table('attender')
