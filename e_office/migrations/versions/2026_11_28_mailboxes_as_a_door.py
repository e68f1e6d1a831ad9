"""Mails are a door of the register.

A waiting file says by which door it came, which files came in the same mail, and what that mail says; one from the
unit's mailbox was dropped by nobody. Each mail that was fetched is kept by its name in the box.
"""

import sqlalchemy as sa
from alembic import op

revision = 'mailboxes_as_a_door'
down_revision = 'registers_closed'
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
CODE = sa.String(length=60)


def upgrade() -> None:
    """Go on to this schema."""
    op.create_table('fetched_mail',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('validity', WHOLE, nullable=False),
    sa.Column('uid', WHOLE, nullable=False),
    sa.Column('message_key', sa.String(length=400), nullable=False),
    sa.Column('state', CODE, nullable=False),
    sa.Column('sender', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('sent_at', AT, nullable=True),
    sa.Column('size', WHOLE, nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('fetched_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_fetched_mail_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fetched_mail')),
    sa.UniqueConstraint('unit_id', 'validity', 'uid', name=op.f('uq_fetched_mail_unit_id_validity_uid'))
    )
    op.create_index(op.f('ix_fetched_mail_unit_id_message_key'), 'fetched_mail', ['unit_id', 'message_key'])
    op.create_index(op.f('ix_fetched_mail_unit_id_state'), 'fetched_mail', ['unit_id', 'state'])
    op.add_column('waiting_file', sa.Column('door', CODE, nullable=False, server_default='upload'))
    op.add_column('waiting_file', sa.Column('bundle', CODE, nullable=False, server_default=''))
    op.add_column('waiting_file', sa.Column('letter', sa.JSON(), nullable=True))
    with op.batch_alter_table('waiting_file') as batch:
        batch.alter_column('door', server_default=None, existing_type=CODE, existing_nullable=False)
        batch.alter_column('bundle', server_default=None, existing_type=CODE, existing_nullable=False)
        batch.alter_column('person_id', existing_type=WHOLE, nullable=True)
        batch.create_index(batch.f('ix_waiting_file_bundle'), ['bundle'])


def downgrade() -> None:
    """Go back to the schema before; what came by a mailbox and waits is dropped by nobody, and goes."""
    waiting = sa.table('waiting_file', sa.column('person_id'))
    op.get_bind().execute(sa.delete(waiting).where(waiting.c.person_id.is_(None)))
    with op.batch_alter_table('waiting_file') as batch:
        batch.drop_index(batch.f('ix_waiting_file_bundle'))
        batch.alter_column('person_id', existing_type=WHOLE, nullable=False)
        batch.drop_column('letter')
        batch.drop_column('bundle')
        batch.drop_column('door')
    op.drop_index(op.f('ix_fetched_mail_unit_id_state'), 'fetched_mail')
    op.drop_index(op.f('ix_fetched_mail_unit_id_message_key'), 'fetched_mail')
    op.drop_table('fetched_mail')
