"""Where people sat and when they left, the chair and who came uninvited, and the codes of bridge points."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = 'presence_by_place'
down_revision = 'remarks_on_items'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go on to this schema; meetings opened before have codes of bridge points as well."""
    op.create_table('other_attendance',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('meeting_id', WHOLE, nullable=False),
    sa.Column('chair_of', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('post', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('left_at', AT, nullable=True),
    sa.Column('noted_at', AT, nullable=False),
    sa.Column('noted_by_id', WHOLE, nullable=False),
    sa.ForeignKeyConstraint(['chair_of'], ['meeting.id'], name=op.f('fk_other_attendance_chair_of')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_other_attendance_meeting_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_other_attendance_noted_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_other_attendance_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_attendance')),
    sa.UniqueConstraint('chair_of', name=op.f('uq_other_attendance_chair_of')),
    )
    op.create_index(op.f('ix_other_attendance_meeting_id'), 'other_attendance', ['meeting_id'], unique=False)
    op.create_index(op.f('ix_other_attendance_person_id'), 'other_attendance', ['person_id'], unique=False)
    with op.batch_alter_table('attendance') as table:
        table.add_column(sa.Column('place', sa.String(length=200), nullable=False, server_default=''))
        table.add_column(sa.Column('left_at', AT, nullable=True))
    with op.batch_alter_table('attendance') as table:
        table.alter_column('place', existing_type=sa.String(length=200), server_default=None)
    with op.batch_alter_table('live_meeting') as table:
        table.add_column(sa.Column('code_seed', sa.String(length=60), nullable=False, server_default=''))
        table.add_column(sa.Column('former_codes', sa.JSON(), nullable=False, server_default='[]'))
    live = sa.table('live_meeting', sa.column('id', WHOLE), sa.column('code_seed', sa.String))
    for number in op.get_bind().execute(sa.select(live.c.id)).scalars().all():
        op.execute(live.update().where(live.c.id == number).values(code_seed=secrets.token_hex(16)))
    with op.batch_alter_table('live_meeting') as table:
        table.alter_column('code_seed', existing_type=sa.String(length=60), server_default=None)
        table.alter_column('former_codes', existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    """Go back to the schema before; who sat where, who left, and who was there beside the invitees is lost."""
    with op.batch_alter_table('live_meeting') as table:
        table.drop_column('former_codes')
        table.drop_column('code_seed')
    with op.batch_alter_table('attendance') as table:
        table.drop_column('left_at')
        table.drop_column('place')
    op.drop_index(op.f('ix_other_attendance_person_id'), table_name='other_attendance')
    op.drop_index(op.f('ix_other_attendance_meeting_id'), table_name='other_attendance')
    op.drop_table('other_attendance')
