"""Parts of the handling.

Who was given which part of an incoming document by whom, requests for more time, and opinions; until now the
register knew one handler a document, who stays there.
"""

import sqlalchemy as sa
from alembic import op

revision = 'parts_of_the_handling'
down_revision = 'powers_delegated'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('assignment',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('entry_id', WHOLE, nullable=False),
    sa.Column('parent_id', WHOLE, nullable=True),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('given_by_id', WHOLE, nullable=False),
    sa.Column('given_title', sa.String(length=200), nullable=False),
    sa.Column('in_place_of_id', WHOLE, nullable=True),
    sa.Column('entered_by_id', WHOLE, nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_by_id', WHOLE, nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', WHOLE, nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('late_reason', sa.Text(), nullable=False),
    sa.Column('answer_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['answer_id'], ['document.id'], name=op.f('fk_assignment_answer_id')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_assignment_closed_by_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_assignment_entered_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['incoming_entry.id'], name=op.f('fk_assignment_entry_id')),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_assignment_given_by_id')),
    sa.ForeignKeyConstraint(['in_place_of_id'], ['person.id'], name=op.f('fk_assignment_in_place_of_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['assignment.id'], name=op.f('fk_assignment_parent_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['person.id'], name=op.f('fk_assignment_taken_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assignment_unit_id')),
    sa.CheckConstraint('(unit_id is null) <> (person_id is null)', name=op.f('ck_assignment_one_of')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment'))
    )
    op.create_table('remark',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('entry_id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_remark_document_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['incoming_entry.id'], name=op.f('fk_remark_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_remark_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    op.create_table('time_request',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('assignment_id', WHOLE, nullable=False),
    sa.Column('asked_by_id', WHOLE, nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_before', sa.Date(), nullable=True),
    sa.Column('wanted_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', WHOLE, nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_time_request_asked_by_id')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_time_request_assignment_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_time_request_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_request'))
    )
    op.create_index(op.f('ix_assignment_entry_id'), 'assignment', ['entry_id'], unique=False)
    op.create_index(op.f('ix_assignment_parent_id'), 'assignment', ['parent_id'], unique=False)
    op.create_index(op.f('ix_assignment_person_id_state'), 'assignment', ['person_id', 'state'], unique=False)
    op.create_index(op.f('ix_assignment_state_due_on'), 'assignment', ['state', 'due_on'], unique=False)
    op.create_index(op.f('ix_assignment_unit_id_state'), 'assignment', ['unit_id', 'state'], unique=False)
    op.create_index(op.f('ix_remark_entry_id'), 'remark', ['entry_id'], unique=False)
    op.create_index(op.f('ix_time_request_assignment_id'), 'time_request', ['assignment_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; who handles what is lost but for the register's own handler."""
    op.drop_index(op.f('ix_time_request_assignment_id'), table_name='time_request')
    op.drop_index(op.f('ix_remark_entry_id'), table_name='remark')
    op.drop_index(op.f('ix_assignment_unit_id_state'), table_name='assignment')
    op.drop_index(op.f('ix_assignment_state_due_on'), table_name='assignment')
    op.drop_index(op.f('ix_assignment_person_id_state'), table_name='assignment')
    op.drop_index(op.f('ix_assignment_parent_id'), table_name='assignment')
    op.drop_index(op.f('ix_assignment_entry_id'), table_name='assignment')
    op.drop_table('time_request')
    op.drop_table('remark')
    op.drop_table('assignment')
