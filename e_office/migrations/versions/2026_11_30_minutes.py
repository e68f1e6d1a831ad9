"""Minutes of meetings: parts with every text saved, attendance, remarks, two signatures, annexes."""

import sqlalchemy as sa
from alembic import op

revision = 'minutes'
down_revision = 'remarks_before_meetings'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('minutes',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('secretary_id', WHOLE, nullable=False),
    sa.Column('secretary_title', sa.String(length=200), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('circulated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_minutes_created_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_minutes_document_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_minutes_meeting_id')),
    sa.ForeignKeyConstraint(['secretary_id'], ['person.id'], name=op.f('fk_minutes_secretary_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('document_id', name=op.f('uq_minutes_document_id')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_minutes_meeting_id'))
    )
    op.create_table('attendance',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('invitee_id', WHOLE, nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('post', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_attendance_invitee_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_attendance_noted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('invitee_id', name=op.f('uq_attendance_invitee_id'))
    )
    op.create_index(op.f('ix_attendance_meeting_id'), 'attendance', ['meeting_id'], unique=False)
    op.create_table('minutes_annex',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('minutes_id', WHOLE, nullable=False),
    sa.Column('number', WHOLE, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_minutes_annex_author_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_minutes_annex_document_id')),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_annex_minutes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_annex')),
    sa.UniqueConstraint('minutes_id', 'number', name=op.f('uq_minutes_annex_minutes_id_number'))
    )
    op.create_table('minutes_part',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('minutes_id', WHOLE, nullable=False),
    sa.Column('key', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('revision', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_part_minutes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_part')),
    sa.UniqueConstraint('minutes_id', 'key', name=op.f('uq_minutes_part_minutes_id_key'))
    )
    op.create_table('minutes_remark',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('minutes_id', WHOLE, nullable=False),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_minutes_remark_author_id')),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_remark_minutes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_remark'))
    )
    op.create_index(op.f('ix_minutes_remark_minutes_id'), 'minutes_remark', ['minutes_id'], unique=False)
    op.create_table('minutes_signature',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('minutes_id', WHOLE, nullable=False),
    sa.Column('annex', WHOLE, nullable=False),
    sa.Column('signs', sa.String(length=12), nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_signature_minutes_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_minutes_signature_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_signature')),
    sa.UniqueConstraint('minutes_id', 'annex', 'signs', name=op.f('uq_minutes_signature_minutes_id_annex_signs'))
    )
    op.create_table('minutes_revision',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('part_id', WHOLE, nullable=False),
    sa.Column('number', WHOLE, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('typed', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_minutes_revision_author_id')),
    sa.ForeignKeyConstraint(['part_id'], ['minutes_part.id'], name=op.f('fk_minutes_revision_part_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_revision')),
    sa.UniqueConstraint('part_id', 'number', name=op.f('uq_minutes_revision_part_id_number'))
    )


def downgrade() -> None:
    """Go back to the schema before; minutes are lost, signed ones stay as documents."""
    op.drop_table('minutes_revision')
    op.drop_table('minutes_signature')
    op.drop_index(op.f('ix_minutes_remark_minutes_id'), table_name='minutes_remark')
    op.drop_table('minutes_remark')
    op.drop_table('minutes_part')
    op.drop_table('minutes_annex')
    op.drop_index(op.f('ix_attendance_meeting_id'), table_name='attendance')
    op.drop_table('attendance')
    op.drop_table('minutes')
