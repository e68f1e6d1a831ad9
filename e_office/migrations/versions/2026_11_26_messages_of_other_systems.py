"""Messages of other systems.

Each message that came or goes has a row, each state told of a dispatch another. A dispatch gets the state its
recipient told last, and the code by which a recipient outside is reached; nobody had told any before.
"""

import sqlalchemy as sa
from alembic import op

revision = 'messages_of_other_systems'
down_revision = 'dispatches_to_agencies'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('exchange_message',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('key', sa.String(length=400), nullable=False),
    sa.Column('direction', sa.String(length=3), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('unit_id', WHOLE, nullable=True),
    sa.Column('edxml_id', sa.String(length=200), nullable=False),
    sa.Column('organ_id', sa.String(length=200), nullable=False),
    sa.Column('organ_name', sa.Text(), nullable=False),
    sa.Column('business', WHOLE, nullable=True),
    sa.Column('status_code', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('head', sa.JSON(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('seal', sa.String(length=60), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('seal_note', sa.JSON(), nullable=False),
    sa.Column('document_id', WHOLE, nullable=True),
    sa.Column('answers_id', WHOLE, nullable=True),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('raw_key', sa.String(length=200), nullable=False),
    sa.Column('raw_version', sa.String(length=200), nullable=True),
    sa.Column('raw_size', WHOLE, nullable=True),
    sa.Column('raw_sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['answers_id'], ['exchange_message.id'], name=op.f('fk_exchange_message_answers_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_exchange_message_document_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_exchange_message_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_message')),
    sa.UniqueConstraint('key', name=op.f('uq_exchange_message_key'))
    )
    with op.batch_alter_table('exchange_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exchange_message_answers_id'), ['answers_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exchange_message_direction_state'), ['direction', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_exchange_message_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exchange_message_edxml_id'), ['edxml_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exchange_message_raw_sha256'), ['raw_sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_exchange_message_unit_id_at'), ['unit_id', 'at'], unique=False)

    op.create_table('dispatch_event',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('dispatch_id', WHOLE, nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('message_id', WHOLE, nullable=True),
    sa.Column('person_id', WHOLE, nullable=True),
    sa.ForeignKeyConstraint(['dispatch_id'], ['dispatch.id'], name=op.f('fk_dispatch_event_dispatch_id')),
    sa.ForeignKeyConstraint(['message_id'], ['exchange_message.id'], name=op.f('fk_dispatch_event_message_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dispatch_event_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispatch_event'))
    )
    with op.batch_alter_table('dispatch_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispatch_event_dispatch_id'), ['dispatch_id'], unique=False)

    with op.batch_alter_table('dispatch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organ_id', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('state', sa.String(length=10), nullable=False, server_default='sent'))
        batch_op.add_column(sa.Column('state_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('state_note', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('message_id', WHOLE, nullable=True))
        batch_op.create_index(batch_op.f('ix_dispatch_message_id'), ['message_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_dispatch_message_id'), 'exchange_message', ['message_id'], ['id'])
    with op.batch_alter_table('dispatch', schema=None) as batch_op:
        for name in ('organ_id', 'state', 'state_note'):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('dispatch', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_dispatch_message_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_dispatch_message_id'))
        batch_op.drop_column('message_id')
        batch_op.drop_column('state_note')
        batch_op.drop_column('state_at')
        batch_op.drop_column('state')
        batch_op.drop_column('organ_id')

    with op.batch_alter_table('dispatch_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dispatch_event_dispatch_id'))

    op.drop_table('dispatch_event')
    with op.batch_alter_table('exchange_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exchange_message_unit_id_at'))
        batch_op.drop_index(batch_op.f('ix_exchange_message_raw_sha256'))
        batch_op.drop_index(batch_op.f('ix_exchange_message_edxml_id'))
        batch_op.drop_index(batch_op.f('ix_exchange_message_document_id'))
        batch_op.drop_index(batch_op.f('ix_exchange_message_direction_state'))
        batch_op.drop_index(batch_op.f('ix_exchange_message_answers_id'))

    op.drop_table('exchange_message')
