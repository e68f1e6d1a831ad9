"""Case files.

The yearly list of files, case files with what lies in them by reference, who may see them, and the acts by which
they go to the agency's archive. Nothing that was there changes.
"""

import sqlalchemy as sa
from alembic import op

revision = 'case_files'
down_revision = 'periods_closed'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('file_list',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('year', WHOLE, nullable=False),
    sa.Column('approved_at', AT, nullable=True),
    sa.Column('approved_by_id', WHOLE, nullable=True),
    sa.Column('approved_title', sa.String(length=200), nullable=False),
    sa.Column('in_place_of_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_file_list_approved_by_id')),
    sa.ForeignKeyConstraint(['in_place_of_id'], ['person.id'], name=op.f('fk_file_list_in_place_of_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_file_list_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_list')),
    sa.UniqueConstraint('unit_id', 'year', name=op.f('uq_file_list_unit_id_year'))
    )
    op.create_table('file_heading',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('list_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('chapter', sa.String(length=200), nullable=False),
    sa.Column('notation', sa.String(length=60), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('retention_years', WHOLE, nullable=True),
    sa.Column('keeper_id', WHOLE, nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['keeper_id'], ['person.id'], name=op.f('fk_file_heading_keeper_id')),
    sa.ForeignKeyConstraint(['list_id'], ['file_list.id'], name=op.f('fk_file_heading_list_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_heading')),
    sa.UniqueConstraint('list_id', 'notation', name=op.f('uq_file_heading_list_id_notation'))
    )
    op.create_table('handover',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('offered_at', AT, nullable=False),
    sa.Column('offered_by_id', WHOLE, nullable=False),
    sa.Column('offered_title', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken', sa.Boolean(), nullable=True),
    sa.Column('decided_at', AT, nullable=True),
    sa.Column('decided_by_id', WHOLE, nullable=True),
    sa.Column('decided_title', sa.String(length=200), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_handover_decided_by_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name=op.f('fk_handover_offered_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_handover_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    op.create_table('case_file',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('year', WHOLE, nullable=False),
    sa.Column('notation', sa.String(length=60), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('heading_id', WHOLE, nullable=True),
    sa.Column('outside_reason', sa.Text(), nullable=False),
    sa.Column('retention_years', WHOLE, nullable=True),
    sa.Column('language', sa.String(length=200), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('construction', sa.Boolean(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('keeper_id', WHOLE, nullable=False),
    sa.Column('opened_by_id', WHOLE, nullable=False),
    sa.Column('opened_at', AT, nullable=False),
    sa.Column('closed_at', AT, nullable=True),
    sa.Column('closed_by_id', WHOLE, nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('frozen_at', AT, nullable=True),
    sa.Column('frozen_by_id', WHOLE, nullable=True),
    sa.Column('frozen_reason', sa.Text(), nullable=False),
    sa.Column('handover_id', WHOLE, nullable=True),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_case_file_closed_by_id')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['person.id'], name=op.f('fk_case_file_frozen_by_id')),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_case_file_handover_id')),
    sa.ForeignKeyConstraint(['heading_id'], ['file_heading.id'], name=op.f('fk_case_file_heading_id')),
    sa.ForeignKeyConstraint(['keeper_id'], ['person.id'], name=op.f('fk_case_file_keeper_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_case_file_opened_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_case_file_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_file')),
    sa.UniqueConstraint('heading_id', name=op.f('uq_case_file_heading_id')),
    sa.UniqueConstraint('unit_id', 'year', 'notation', name=op.f('uq_case_file_unit_id_year_notation'))
    )
    _make_parts()
    op.create_index(op.f('ix_case_file_handover_id'), 'case_file', ['handover_id'], unique=False)
    op.create_index(op.f('ix_case_file_keeper_id_state'), 'case_file', ['keeper_id', 'state'], unique=False)
    op.create_index(
        op.f('ix_case_file_unit_id_state_due_on'), 'case_file', ['unit_id', 'state', 'due_on'], unique=False
    )
    op.create_index(op.f('ix_case_file_item_document_id'), 'case_file_item', ['document_id'], unique=False)
    op.create_index(
        op.f('ix_case_file_right_person_id_casefile_id'), 'case_file_right', ['person_id', 'casefile_id'], unique=False
    )
    op.create_index(
        op.f('ix_case_file_right_unit_id_casefile_id'), 'case_file_right', ['unit_id', 'casefile_id'], unique=False
    )
    op.create_index(op.f('ix_handover_unit_id_taken'), 'handover', ['unit_id', 'taken'], unique=False)
    op.create_index(op.f('ix_right_change_casefile_id_agreed'), 'right_change', ['casefile_id', 'agreed'], unique=False)


def _make_parts():
    op.create_table('case_file_item',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('casefile_id', WHOLE, nullable=False),
    sa.Column('position', WHOLE, nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.Column('thing_kind', sa.String(length=20), nullable=True),
    sa.Column('thing_id', WHOLE, nullable=True),
    sa.Column('pages', WHOLE, nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('added_at', AT, nullable=False),
    sa.Column('added_by_id', WHOLE, nullable=False),
    sa.CheckConstraint('(document_id is null) <> (thing_id is null)', name=op.f('ck_case_file_item_one_of')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_case_file_item_added_by_id')),
    sa.ForeignKeyConstraint(['casefile_id'], ['case_file.id'], name=op.f('fk_case_file_item_casefile_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_case_file_item_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_file_item')),
    sa.UniqueConstraint('casefile_id', 'document_id', name=op.f('uq_case_file_item_casefile_id_document_id')),
    sa.UniqueConstraint(
        'casefile_id', 'thing_kind', 'thing_id', name=op.f('uq_case_file_item_casefile_id_thing_kind_thing_id')
    )
    )
    op.create_table('case_file_right',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('casefile_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('since', AT, nullable=False),
    sa.CheckConstraint('(unit_id is null) <> (person_id is null)', name=op.f('ck_case_file_right_one_of')),
    sa.ForeignKeyConstraint(['casefile_id'], ['case_file.id'], name=op.f('fk_case_file_right_casefile_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_file_right_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_case_file_right_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_file_right')),
    sa.UniqueConstraint('casefile_id', 'person_id', name=op.f('uq_case_file_right_casefile_id_person_id')),
    sa.UniqueConstraint('casefile_id', 'unit_id', name=op.f('uq_case_file_right_casefile_id_unit_id'))
    )
    op.create_table('right_change',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('casefile_id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.Column('level', sa.String(length=10), nullable=True),
    sa.Column('level_before', sa.String(length=10), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', WHOLE, nullable=False),
    sa.Column('asked_at', AT, nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('decided_by_id', WHOLE, nullable=True),
    sa.Column('decided_at', AT, nullable=True),
    sa.CheckConstraint('(unit_id is null) <> (person_id is null)', name=op.f('ck_right_change_one_of')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_right_change_asked_by_id')),
    sa.ForeignKeyConstraint(['casefile_id'], ['case_file.id'], name=op.f('fk_right_change_casefile_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_right_change_decided_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_right_change_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_right_change_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_right_change'))
    )
    op.create_table('handover_file',
    sa.Column('handover_id', WHOLE, nullable=False),
    sa.Column('casefile_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['casefile_id'], ['case_file.id'], name=op.f('fk_handover_file_casefile_id')),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_handover_file_handover_id')),
    sa.PrimaryKeyConstraint('handover_id', 'casefile_id', name=op.f('pk_handover_file'))
    )


def downgrade() -> None:
    """Go back to the schema before; files and lists are lost, their documents are not."""
    op.drop_table('handover_file')
    op.drop_index(op.f('ix_right_change_casefile_id_agreed'), table_name='right_change')
    op.drop_table('right_change')
    op.drop_index(op.f('ix_case_file_right_unit_id_casefile_id'), table_name='case_file_right')
    op.drop_index(op.f('ix_case_file_right_person_id_casefile_id'), table_name='case_file_right')
    op.drop_table('case_file_right')
    op.drop_index(op.f('ix_case_file_item_document_id'), table_name='case_file_item')
    op.drop_table('case_file_item')
    op.drop_index(op.f('ix_case_file_unit_id_state_due_on'), table_name='case_file')
    op.drop_index(op.f('ix_case_file_keeper_id_state'), table_name='case_file')
    op.drop_index(op.f('ix_case_file_handover_id'), table_name='case_file')
    op.drop_table('case_file')
    op.drop_index(op.f('ix_handover_unit_id_taken'), table_name='handover')
    op.drop_table('handover')
    op.drop_table('file_heading')
    op.drop_table('file_list')
