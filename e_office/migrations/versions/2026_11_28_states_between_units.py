"""States between the units of one installation, and recall, update and replacement.

What an agency of this installation got was told to nobody: each arrival has arrived (01) at the instant it was sent,
and was taken (03) at the instant it was registered. A refusal has a ground, and who has not taken a document can be
reminded. A document can be recalled or come in the place of another; the receiver's line then says so. How documents
of a type go to agencies of a level is laid down as data.
"""

import sqlalchemy as sa
from alembic import op

revision = 'states_between_units'
down_revision = 'drafts_and_review'
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
dispatch = sa.table(
    'dispatch', sa.column('id'), sa.column('unit_id'), sa.column('channel'), sa.column('message_id'),
    sa.column('name'), sa.column('sent_at', AT), sa.column('registered_at', AT), sa.column('state'),
    sa.column('state_at', AT),
)
event = sa.table(
    'dispatch_event', sa.column('dispatch_id'), sa.column('state'), sa.column('at', AT), sa.column('noted_at', AT),
    sa.column('by'), sa.column('note'), sa.column('ground'),
)


def upgrade() -> None:
    """Go on to this schema."""
    op.add_column('dispatch_event', sa.Column('ground', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('dispatch', sa.Column('ground', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('dispatch', sa.Column('reminded_at', AT, nullable=True))
    for table in ('dispatch_event', 'dispatch'):
        with op.batch_alter_table(table) as batch:
            batch.alter_column('ground', server_default=None, existing_type=sa.String(length=60), existing_nullable=False)
    _make_changes()
    connection = op.get_bind()
    here = sa.and_(
        dispatch.c.unit_id.is_not(None), dispatch.c.message_id.is_(None), dispatch.c.channel != 'paper',
        dispatch.c.state == 'sent',
    )
    _tell(connection, here, '01', dispatch.c.sent_at)
    registered = sa.and_(here, dispatch.c.registered_at.is_not(None))
    _tell(connection, registered, '03', dispatch.c.registered_at)
    state = sa.case((dispatch.c.registered_at.is_not(None), '03'), else_='01')
    at = sa.func.coalesce(dispatch.c.registered_at, dispatch.c.sent_at)
    connection.execute(sa.update(dispatch).where(here).values(state=state, state_at=at))


def _make_changes():
    op.create_table('document_change',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('document_id', WHOLE, nullable=False),
    sa.Column('successor_id', WHOLE, nullable=True),
    sa.Column('business', WHOLE, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('consented_by_id', WHOLE, nullable=False),
    sa.Column('asked_by_id', WHOLE, nullable=False),
    sa.Column('asked_at', AT, nullable=False),
    sa.CheckConstraint('(business = 1) = (successor_id is null)', name=op.f('ck_document_change_successor')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_document_change_asked_by_id')),
    sa.ForeignKeyConstraint(['consented_by_id'], ['person.id'], name=op.f('fk_document_change_consented_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_change_document_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['document.id'], name=op.f('fk_document_change_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_change')),
    sa.UniqueConstraint('document_id', 'business', name=op.f('uq_document_change_document_id_business')),
    sa.UniqueConstraint('successor_id', name=op.f('uq_document_change_successor_id'))
    )
    with op.batch_alter_table('dispatch') as batch:
        batch.add_column(sa.Column('change_id', WHOLE, nullable=True))
        batch.create_index(batch.f('ix_dispatch_change_id'), ['change_id'])
        batch.create_foreign_key(batch.f('fk_dispatch_change_id'), 'document_change', ['change_id'], ['id'])
    op.create_table('channel_rule',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('type_code', sa.String(length=60), nullable=False),
    sa.Column('level_code', sa.String(length=60), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changed_at', AT, nullable=False),
    sa.Column('changed_by_id', WHOLE, nullable=True),
    sa.CheckConstraint("channel in ('electronic', 'both')", name=op.f('ck_channel_rule_channel')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_channel_rule_changed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel_rule')),
    sa.UniqueConstraint('type_code', 'level_code', name=op.f('uq_channel_rule_type_code_level_code'))
    )
    op.add_column('incoming_entry', sa.Column('recalled_at', AT, nullable=True))
    op.add_column('incoming_entry', sa.Column('recall_note', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('incoming_entry') as batch:
        batch.alter_column('recall_note', server_default=None, existing_type=sa.Text(), existing_nullable=False)


def _tell(connection, clause, state, at):
    text = sa.literal('', sa.String)
    rows = sa.select(
        dispatch.c.id, sa.literal(state, sa.String), at, at, dispatch.c.name, text, text
    ).where(clause)
    names = ['dispatch_id', 'state', 'at', 'noted_at', 'by', 'note', 'ground']
    connection.execute(sa.insert(event).from_select(names, rows))


def downgrade() -> None:
    """Go back to the schema before."""
    connection = op.get_bind()
    here = sa.and_(dispatch.c.unit_id.is_not(None), dispatch.c.message_id.is_(None))
    connection.execute(sa.delete(event).where(event.c.dispatch_id.in_(sa.select(dispatch.c.id).where(here))))
    connection.execute(sa.update(dispatch).where(here).values(state='sent', state_at=None))
    with op.batch_alter_table('incoming_entry') as batch:
        batch.drop_column('recall_note')
        batch.drop_column('recalled_at')
    with op.batch_alter_table('dispatch') as batch:
        batch.drop_constraint(batch.f('fk_dispatch_change_id'), type_='foreignkey')
        batch.drop_index(batch.f('ix_dispatch_change_id'))
        batch.drop_column('change_id')
        batch.drop_column('reminded_at')
        batch.drop_column('ground')
    with op.batch_alter_table('dispatch_event') as batch:
        batch.drop_column('ground')
    op.drop_table('document_change')
    op.drop_table('channel_rule')
