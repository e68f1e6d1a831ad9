"""Registers closed at the year's end, with their lines and corrections; reasons of lateness; usual deadlines."""

import sqlalchemy as sa
from alembic import op

revision = 'registers_closed'
down_revision = 'signatures'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; what was finished late before now has no reason, and is not asked for one."""
    op.add_column('incoming_entry', sa.Column('late_reason', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('incoming_entry') as table:
        table.alter_column('late_reason', server_default=None, existing_type=sa.Text(), existing_nullable=False)
    op.create_table(
        'closed_book',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('unit_id', WHOLE, nullable=False),
        sa.Column('direction', sa.String(length=10), nullable=False),
        sa.Column('year', WHOLE, nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('closed_by_id', WHOLE, nullable=False),
        sa.Column('count', WHOLE, nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.CheckConstraint("direction in ('incoming', 'outgoing')", name=op.f('ck_closed_book_direction')),
        sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_closed_book_closed_by_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_closed_book_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_book')),
        sa.UniqueConstraint('unit_id', 'direction', 'year', name=op.f('uq_closed_book_unit_id_direction_year')),
    )
    op.create_table(
        'closed_line',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('closed_book_id', WHOLE, nullable=False),
        sa.Column('position', WHOLE, nullable=False),
        sa.Column('book', sa.String(length=40), nullable=False),
        sa.Column('number', WHOLE, nullable=False),
        sa.Column('cells', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['closed_book_id'], ['closed_book.id'], name=op.f('fk_closed_line_closed_book_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_line')),
        sa.UniqueConstraint('closed_book_id', 'position', name=op.f('uq_closed_line_closed_book_id_position')),
        sa.UniqueConstraint('closed_book_id', 'book', 'number', name=op.f('uq_closed_line_closed_book_id_book_number')),
    )
    op.create_table(
        'book_correction',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('closed_book_id', WHOLE, nullable=False),
        sa.Column('line_id', WHOLE, nullable=False),
        sa.Column('place', WHOLE, nullable=False),
        sa.Column('before', sa.Text(), nullable=False),
        sa.Column('after', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', WHOLE, nullable=False),
        sa.CheckConstraint('place >= 0 and place < 10', name=op.f('ck_book_correction_place')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_book_correction_by_id')),
        sa.ForeignKeyConstraint(
            ['closed_book_id'], ['closed_book.id'], name=op.f('fk_book_correction_closed_book_id')
        ),
        sa.ForeignKeyConstraint(['line_id'], ['closed_line.id'], name=op.f('fk_book_correction_line_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_book_correction')),
    )
    op.create_index(op.f('ix_book_correction_closed_book_id'), 'book_correction', ['closed_book_id'], unique=False)
    op.create_index(op.f('ix_book_correction_line_id'), 'book_correction', ['line_id'], unique=False)


    op.create_table(
        'usual_deadline',
        sa.Column('id', WHOLE, nullable=False),
        sa.Column('unit_id', WHOLE, nullable=False),
        sa.Column('type_code', sa.String(length=60), nullable=False),
        sa.Column('urgency', sa.String(length=60), nullable=False),
        sa.Column('days', WHOLE, nullable=False),
        sa.CheckConstraint('days >= 0 and days <= 365', name=op.f('ck_usual_deadline_days')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_usual_deadline_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_usual_deadline')),
        sa.UniqueConstraint('unit_id', 'type_code', 'urgency', name=op.f('uq_usual_deadline_unit_id_type_code_urgency')),
    )


def downgrade() -> None:
    """Go back to the schema before; closed registers are open again."""
    with op.batch_alter_table('incoming_entry') as table:
        table.drop_column('late_reason')
    op.drop_table('usual_deadline')
    op.drop_table('book_correction')
    op.drop_table('closed_line')
    op.drop_table('closed_book')
