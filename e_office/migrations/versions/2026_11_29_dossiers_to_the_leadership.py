"""Dossiers to the leadership: components, consulted agencies, appraisals, and every sending as it was."""

import sqlalchemy as sa
from alembic import op

revision = 'dossiers'
down_revision = 'mailboxes_as_a_door'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('dossier',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('agency_id', WHOLE, nullable=False),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.Column('to_unit_id', WHOLE, nullable=True),
    sa.Column('leader_id', WHOLE, nullable=True),
    sa.Column('matter', sa.Text(), nullable=False),
    sa.Column('type_code', sa.String(length=60), nullable=False),
    sa.Column('urgency', sa.String(length=60), nullable=False),
    sa.Column('wanted_on', sa.Date(), nullable=True),
    sa.Column('outside_body', sa.String(length=200), nullable=False),
    sa.Column('issues', sa.Text(), nullable=False),
    sa.Column('laws', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('agreed', sa.Text(), nullable=False),
    sa.Column('not_agreed', sa.Text(), nullable=False),
    sa.Column('position', sa.Text(), nullable=False),
    sa.Column('document_id', WHOLE, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('state_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('round', WHOLE, nullable=False),
    sa.Column('officer_id', WHOLE, nullable=True),
    sa.Column('answer_due_on', sa.Date(), nullable=True),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('consent_by_id', WHOLE, nullable=True),
    sa.Column('decision', sa.String(length=60), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', WHOLE, nullable=True),
    sa.Column('decided_title', sa.String(length=200), nullable=False),
    sa.Column('decided_for_id', WHOLE, nullable=True),
    sa.Column('decided_sha256', sa.String(length=64), nullable=False),
    sa.Column('draft_id', WHOLE, nullable=True),
    sa.Column('answer_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['unit.id'], name=op.f('fk_dossier_agency_id')),
    sa.ForeignKeyConstraint(['answer_id'], ['document.id'], name=op.f('fk_dossier_answer_id')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_dossier_author_id')),
    sa.ForeignKeyConstraint(['consent_by_id'], ['person.id'], name=op.f('fk_dossier_consent_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_dossier_decided_by_id')),
    sa.ForeignKeyConstraint(['decided_for_id'], ['person.id'], name=op.f('fk_dossier_decided_for_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_dossier_document_id')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_dossier_draft_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_dossier_leader_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_dossier_officer_id')),
    sa.ForeignKeyConstraint(['to_unit_id'], ['unit.id'], name=op.f('fk_dossier_to_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier')),
    sa.UniqueConstraint('draft_id', name=op.f('uq_dossier_draft_id'))
    )
    op.create_index(op.f('ix_dossier_agency_id_state'), 'dossier', ['agency_id', 'state'], unique=False)
    op.create_index(op.f('ix_dossier_answer_id'), 'dossier', ['answer_id'], unique=False)
    op.create_index(op.f('ix_dossier_document_id'), 'dossier', ['document_id'], unique=False)
    op.create_index(op.f('ix_dossier_leader_id_state'), 'dossier', ['leader_id', 'state'], unique=False)
    op.create_index(op.f('ix_dossier_officer_id'), 'dossier', ['officer_id'], unique=False)
    op.create_index(op.f('ix_dossier_to_unit_id_state'), 'dossier', ['to_unit_id', 'state'], unique=False)
    op.create_table('appraisal',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('dossier_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('task', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', WHOLE, nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', WHOLE, nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('late_reason', sa.Text(), nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_appraisal_asked_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_appraisal_document_id')),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_appraisal_done_by_id')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_appraisal_dossier_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_appraisal_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appraisal'))
    )
    op.create_index(op.f('ix_appraisal_dossier_id'), 'appraisal', ['dossier_id'], unique=False)
    op.create_index(op.f('ix_appraisal_unit_id_done_at'), 'appraisal', ['unit_id', 'done_at'], unique=False)
    op.create_table('consulted',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('dossier_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('answer', sa.String(length=10), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.Column('taken', sa.Boolean(), nullable=True),
    sa.Column('why_not', sa.Text(), nullable=False),
    sa.CheckConstraint("(answer = 'waiting') = (answered_on is null)", name=op.f('ck_consulted_answered')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_consulted_document_id')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_consulted_dossier_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_consulted_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consulted')),
    sa.UniqueConstraint('dossier_id', 'name', name=op.f('uq_consulted_dossier_id_name'))
    )
    op.create_index(op.f('ix_consulted_dossier_id'), 'consulted', ['dossier_id'], unique=False)
    op.create_table('dossier_part',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('dossier_id', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('paper', sa.Boolean(), nullable=False),
    sa.Column('file_id', WHOLE, nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_dossier_part_added_by_id')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_dossier_part_dossier_id')),
    sa.ForeignKeyConstraint(['file_id'], ['document_file.id'], name=op.f('fk_dossier_part_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_part'))
    )
    op.create_index(op.f('ix_dossier_part_dossier_id'), 'dossier_part', ['dossier_id'], unique=False)
    op.create_table('dossier_round',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('dossier_id', WHOLE, nullable=False),
    sa.Column('number', WHOLE, nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by_id', WHOLE, nullable=False),
    sa.Column('document_id', WHOLE, nullable=False),
    sa.Column('entry_id', WHOLE, nullable=True),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.Column('outcome_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome_by_id', WHOLE, nullable=True),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_dossier_round_document_id')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_dossier_round_dossier_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['incoming_entry.id'], name=op.f('fk_dossier_round_entry_id')),
    sa.ForeignKeyConstraint(['outcome_by_id'], ['person.id'], name=op.f('fk_dossier_round_outcome_by_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_dossier_round_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_round')),
    sa.UniqueConstraint('document_id', name=op.f('uq_dossier_round_document_id')),
    sa.UniqueConstraint('dossier_id', 'number', name=op.f('uq_dossier_round_dossier_id_number'))
    )
    op.create_table('dossier_round_part',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('round_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('paper', sa.Boolean(), nullable=False),
    sa.Column('file_id', WHOLE, nullable=False),
    sa.Column('paper_came_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paper_came_by_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['document_file.id'], name=op.f('fk_dossier_round_part_file_id')),
    sa.ForeignKeyConstraint(['paper_came_by_id'], ['person.id'], name=op.f('fk_dossier_round_part_paper_came_by_id')),
    sa.ForeignKeyConstraint(['round_id'], ['dossier_round.id'], name=op.f('fk_dossier_round_part_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_round_part')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_dossier_round_part_round_id_position'))
    )
    op.create_index(op.f('ix_dossier_round_part_file_id'), 'dossier_round_part', ['file_id'], unique=False)


def downgrade() -> None:
    """Go back to the schema before; dossiers are lost, the documents that carried them stay in the registers."""
    op.drop_index(op.f('ix_dossier_round_part_file_id'), table_name='dossier_round_part')
    op.drop_index(op.f('ix_dossier_part_dossier_id'), table_name='dossier_part')
    op.drop_index(op.f('ix_consulted_dossier_id'), table_name='consulted')
    op.drop_index(op.f('ix_appraisal_unit_id_done_at'), table_name='appraisal')
    op.drop_index(op.f('ix_appraisal_dossier_id'), table_name='appraisal')
    op.drop_index(op.f('ix_dossier_to_unit_id_state'), table_name='dossier')
    op.drop_index(op.f('ix_dossier_officer_id'), table_name='dossier')
    op.drop_index(op.f('ix_dossier_leader_id_state'), table_name='dossier')
    op.drop_index(op.f('ix_dossier_document_id'), table_name='dossier')
    op.drop_index(op.f('ix_dossier_answer_id'), table_name='dossier')
    op.drop_index(op.f('ix_dossier_agency_id_state'), table_name='dossier')
    op.drop_table('dossier_round_part')
    op.drop_table('dossier_round')
    op.drop_table('dossier_part')
    op.drop_table('consulted')
    op.drop_table('appraisal')
    op.drop_table('dossier')
