"""The bound PDFs of sets of papers, and the copies that were taken along."""

import sqlalchemy as sa
from alembic import op

revision = 'papers_taken_along'
down_revision = 'papers_to_prepare'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('paper_copy',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('paper_id', WHOLE, nullable=False),
    sa.Column('invitee_id', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('how', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['invitee_id'], ['invitee.id'], name=op.f('fk_paper_copy_invitee_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_copy_paper_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_paper_copy_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_copy')),
    )
    op.create_index(op.f('ix_paper_copy_invitee_id_paper_id'), 'paper_copy', ['invitee_id', 'paper_id'], unique=False)
    op.create_index(op.f('ix_paper_copy_paper_id'), 'paper_copy', ['paper_id'], unique=False)
    op.create_table('paper_package',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('version', sa.String(length=200), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', WHOLE, nullable=False),
    sa.Column('pages', WHOLE, nullable=False),
    sa.Column('left_out', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_paper_package_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_package')),
    sa.UniqueConstraint('meeting_id', 'digest', name=op.f('uq_paper_package_meeting_id_digest')),
    )


def downgrade() -> None:
    """Go back to the schema before; packages can be made again, who took copies is lost."""
    op.drop_table('paper_package')
    op.drop_table('paper_copy')
