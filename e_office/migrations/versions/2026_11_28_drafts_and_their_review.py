"""Drafts and their review.

Drafts of outgoing documents with their versions, recipients and steps of review, and the routes that units set.
"""

import sqlalchemy as sa
from alembic import op

revision = 'drafts_and_review'
down_revision = 'books_taken_over'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('draft',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('agency_id', WHOLE, nullable=False),
    sa.Column('drafter_id', WHOLE, nullable=False),
    sa.Column('document_id', WHOLE, nullable=False),
    sa.Column('type_code', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('urgency', sa.String(length=60), nullable=False),
    sa.Column('internal', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('answers_id', WHOLE, nullable=True),
    sa.Column('amends_id', WHOLE, nullable=True),
    sa.Column('amends', sa.String(length=12), nullable=False),
    sa.Column('amends_reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('state_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', WHOLE, nullable=False),
    sa.Column('round', WHOLE, nullable=False),
    sa.Column('held_by_id', WHOLE, nullable=True),
    sa.Column('held_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signer', sa.String(length=200), nullable=False),
    sa.Column('signer_title', sa.String(length=200), nullable=False),
    sa.Column('returned_why', sa.Text(), nullable=False),
    sa.Column('issued_id', WHOLE, nullable=True),
    sa.CheckConstraint('(held_by_id is null) = (held_until is null)', name=op.f('ck_draft_hold')),
    sa.ForeignKeyConstraint(['agency_id'], ['unit.id'], name=op.f('fk_draft_agency_id')),
    sa.ForeignKeyConstraint(['amends_id'], ['document.id'], name=op.f('fk_draft_amends_id')),
    sa.ForeignKeyConstraint(['answers_id'], ['incoming_entry.id'], name=op.f('fk_draft_answers_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_draft_document_id')),
    sa.ForeignKeyConstraint(['drafter_id'], ['person.id'], name=op.f('fk_draft_drafter_id')),
    sa.ForeignKeyConstraint(['held_by_id'], ['person.id'], name=op.f('fk_draft_held_by_id')),
    sa.ForeignKeyConstraint(['issued_id'], ['document.id'], name=op.f('fk_draft_issued_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_draft_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('issued_id', name=op.f('uq_draft_issued_id'))
    )
    op.create_table('draft_version',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('draft_id', WHOLE, nullable=False),
    sa.Column('number', WHOLE, nullable=False),
    sa.Column('base', WHOLE, nullable=False),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.Column('author_title', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.CheckConstraint('base < number', name=op.f('ck_draft_version_base')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_draft_version_author_id')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_version_draft_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_version')),
    sa.UniqueConstraint('draft_id', 'number', name=op.f('uq_draft_version_draft_id_number'))
    )
    op.create_table('draft_file',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('version_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('file_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['document_file.id'], name=op.f('fk_draft_file_file_id')),
    sa.ForeignKeyConstraint(['version_id'], ['draft_version.id'], name=op.f('fk_draft_file_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_file')),
    sa.UniqueConstraint('version_id', 'position', name=op.f('uq_draft_file_version_id_position'))
    )
    op.create_table('draft_recipient',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('draft_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=False),
    sa.Column('state_agency', sa.Boolean(), nullable=False),
    sa.Column('paper_reason', sa.Text(), nullable=False),
    sa.Column('organ_id', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_recipient_draft_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_draft_recipient_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_recipient')),
    sa.UniqueConstraint('draft_id', 'position', name=op.f('uq_draft_recipient_draft_id_position'))
    )
    op.create_table('draft_step',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('draft_id', WHOLE, nullable=False),
    sa.Column('round', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', WHOLE, nullable=True),
    sa.Column('decided_title', sa.String(length=200), nullable=False),
    sa.Column('in_place_of_id', WHOLE, nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('version', WHOLE, nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_draft_step_decided_by_id')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_step_draft_id')),
    sa.ForeignKeyConstraint(['in_place_of_id'], ['person.id'], name=op.f('fk_draft_step_in_place_of_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_step_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_step')),
    sa.UniqueConstraint('draft_id', 'round', 'position', name=op.f('uq_draft_step_draft_id_round_position'))
    )
    op.create_table('draft_route_step',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('type_code', sa.String(length=60), nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_route_step_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_draft_route_step_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_route_step')),
    sa.UniqueConstraint('unit_id', 'type_code', 'position', name=op.f('uq_draft_route_step_unit_id_type_code_position'))
    )
    op.create_index(op.f('ix_draft_agency_id_state'), 'draft', ['agency_id', 'state'], unique=False)
    op.create_index(op.f('ix_draft_amends_id'), 'draft', ['amends_id'], unique=False)
    op.create_index(op.f('ix_draft_answers_id'), 'draft', ['answers_id'], unique=False)
    op.create_index(op.f('ix_draft_document_id'), 'draft', ['document_id'], unique=False)
    op.create_index(op.f('ix_draft_drafter_id_state'), 'draft', ['drafter_id', 'state'], unique=False)
    op.create_index(op.f('ix_draft_unit_id_state'), 'draft', ['unit_id', 'state'], unique=False)
    op.create_index(op.f('ix_draft_file_file_id'), 'draft_file', ['file_id'], unique=False)
    op.create_index(op.f('ix_draft_step_person_id_state'), 'draft_step', ['person_id', 'state'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; drafts and their review are lost, their files stay as internal documents."""
    op.drop_index(op.f('ix_draft_step_person_id_state'), table_name='draft_step')
    op.drop_index(op.f('ix_draft_file_file_id'), table_name='draft_file')
    op.drop_index(op.f('ix_draft_unit_id_state'), table_name='draft')
    op.drop_index(op.f('ix_draft_drafter_id_state'), table_name='draft')
    op.drop_index(op.f('ix_draft_document_id'), table_name='draft')
    op.drop_index(op.f('ix_draft_answers_id'), table_name='draft')
    op.drop_index(op.f('ix_draft_amends_id'), table_name='draft')
    op.drop_index(op.f('ix_draft_agency_id_state'), table_name='draft')
    op.drop_table('draft_route_step')
    op.drop_table('draft_step')
    op.drop_table('draft_recipient')
    op.drop_table('draft_file')
    op.drop_table('draft_version')
    op.drop_table('draft')
