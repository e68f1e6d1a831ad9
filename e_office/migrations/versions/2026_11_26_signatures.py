"""Certificates that sign here, what was signed with them, and how the signatures of PDFs were judged."""

import sqlalchemy as sa
from alembic import op

revision = 'signatures'
down_revision = 'case_files'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table(
        'signing_key',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('person_id', WHOLE, nullable=True),
        sa.Column('unit_id', WHOLE, nullable=True),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('issuer', sa.Text(), nullable=False),
        sa.Column('serial', sa.String(length=200), nullable=False),
        sa.Column('valid_from', AT, nullable=False),
        sa.Column('valid_until', AT, nullable=False),
        sa.Column('place', sa.String(length=200), nullable=False),
        sa.Column('picture', sa.String(length=200), nullable=False),
        sa.Column('width_mm', WHOLE, nullable=False),
        sa.Column('registered_at', AT, nullable=False),
        sa.Column('registered_by_id', WHOLE, nullable=True),
        sa.Column('ended_at', AT, nullable=True),
        sa.CheckConstraint('(person_id is null) <> (unit_id is null)', name=op.f('ck_signing_key_one_of')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signing_key_person_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_signing_key_unit_id')),
        sa.ForeignKeyConstraint(['registered_by_id'], ['person.id'], name=op.f('fk_signing_key_registered_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    )
    with op.batch_alter_table('signing_key') as table:
        table.create_index(table.f('ix_signing_key_person_id_ended_at'), ['person_id', 'ended_at'], unique=False)
        table.create_index(table.f('ix_signing_key_unit_id_ended_at'), ['unit_id', 'ended_at'], unique=False)
    op.create_table(
        'signature',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('file_id', WHOLE, nullable=False),
        sa.Column('source_id', WHOLE, nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('capacity', sa.String(length=60), nullable=False),
        sa.Column('person_id', WHOLE, nullable=False),
        sa.Column('key_id', WHOLE, nullable=False),
        sa.Column('at', AT, nullable=False),
        sa.Column('stamped', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['file_id'], ['document_file.id'], name=op.f('fk_signature_file_id')),
        sa.ForeignKeyConstraint(['source_id'], ['document_file.id'], name=op.f('fk_signature_source_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signature_person_id')),
        sa.ForeignKeyConstraint(['key_id'], ['signing_key.id'], name=op.f('fk_signature_key_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_signature')),
        sa.UniqueConstraint('file_id', name=op.f('uq_signature_file_id')),
    )
    with op.batch_alter_table('signature') as table:
        table.create_index(table.f('ix_signature_source_id'), ['source_id'], unique=False)
        table.create_index(table.f('ix_signature_person_id'), ['person_id'], unique=False)
    op.create_table(
        'examination',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('state', sa.String(length=60), nullable=False),
        sa.Column('reason', sa.String(length=60), nullable=False),
        sa.Column('signatures', sa.JSON(), nullable=False),
        sa.Column('trust', sa.String(length=60), nullable=False),
        sa.Column('judged_at', AT, nullable=False),
        sa.Column('good_until', AT, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_examination')),
        sa.UniqueConstraint('sha256', name=op.f('uq_examination_sha256')),
    )
    with op.batch_alter_table('examination') as table:
        table.create_index(table.f('ix_examination_good_until'), ['good_until'], unique=False)


def downgrade() -> None:
    """Go back: files that were signed stay; their acts and judgements are forgotten."""
    op.drop_table('examination')
    op.drop_table('signature')
    op.drop_table('signing_key')
