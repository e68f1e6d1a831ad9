"""Answers of what came in: which issued document answers which line of the register, and whether that was all."""

import sqlalchemy as sa
from alembic import op

revision = 'answers_of_what_came_in'
down_revision = 'dossiers'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; answers issued before are taken from the drafts they were, as answers already dealt with."""
    op.create_table('reply',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('entry_id', WHOLE, nullable=False),
    sa.Column('document_id', WHOLE, nullable=False),
    sa.Column('assignment_id', WHOLE, nullable=True),
    sa.Column('enough', sa.Boolean(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_reply_assignment_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_reply_document_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['incoming_entry.id'], name=op.f('fk_reply_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply')),
    sa.UniqueConstraint('entry_id', 'document_id', name=op.f('uq_reply_entry_id_document_id'))
    )
    op.create_index(op.f('ix_reply_assignment_id'), 'reply', ['assignment_id'], unique=False)
    op.create_index(op.f('ix_reply_document_id'), 'reply', ['document_id'], unique=False)
    op.execute(
        'insert into reply (entry_id, document_id, noted_at) '
        'select answers_id, issued_id, state_at from draft where answers_id is not null and issued_id is not null'
    )


def downgrade() -> None:
    """Go back to the schema before; that a document answers stays with its draft."""
    op.drop_index(op.f('ix_reply_document_id'), table_name='reply')
    op.drop_index(op.f('ix_reply_assignment_id'), table_name='reply')
    op.drop_table('reply')
