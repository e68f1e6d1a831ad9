"""Which meeting follows which, and the groups that were invited with the units they had."""

import sqlalchemy as sa
from alembic import op

revision = 'series_of_meetings'
down_revision = 'calendars_by_address'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('series_link',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('after_id', WHOLE, nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['after_id'], ['meeting.id'], name=op.f('fk_series_link_after_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_series_link_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series_link')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_series_link_meeting_id'))
    )
    with op.batch_alter_table('series_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_series_link_after_id'), ['after_id'], unique=False)

    op.create_table('invited_group',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('group_id', WHOLE, nullable=False),
    sa.Column('unit_ids', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['invitee_group.id'], name=op.f('fk_invited_group_group_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_invited_group_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invited_group')),
    sa.UniqueConstraint('meeting_id', 'group_id', name=op.f('uq_invited_group_meeting_id_group_id'))
    )


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_table('invited_group')
    with op.batch_alter_table('series_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_series_link_after_id'))

    op.drop_table('series_link')
