"""A counter says with which number its book begins.

It is 1, or the number after the last one given on paper where a book was taken over. Until now that was to be seen
from the lines alone; a book without lines begins after what its counter stands at.
"""

import sqlalchemy as sa
from alembic import op

revision = 'books_taken_over'
down_revision = 'secret_registers'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PLACE = ('unit_id', 'book', 'year')
counter = sa.table('register_counter', *map(sa.column, (*PLACE, 'first', 'last')))


def _least(name):
    """The least number of the counter's book among the lines of one register."""
    lines = sa.table(name, *map(sa.column, (*PLACE, 'number')))
    same = [lines.c[column] == counter.c[column] for column in PLACE]
    return sa.select(sa.func.min(lines.c.number)).where(*same).scalar_subquery()


def upgrade() -> None:
    """Go on to this schema."""
    op.add_column('register_counter', sa.Column('first', WHOLE, nullable=False, server_default='1'))
    registers = [_least(name) for name in ('incoming_entry', 'outgoing_entry', 'secret_entry')]
    op.execute(sa.update(counter).values(first=sa.func.coalesce(*registers, counter.c.last + 1)))
    with op.batch_alter_table('register_counter') as table:
        table.alter_column('first', server_default=None, existing_type=WHOLE, existing_nullable=False)
        table.create_check_constraint(op.f('ck_register_counter_first'), 'first > 0')


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('register_counter') as table:
        table.drop_constraint(op.f('ck_register_counter_first'), type_='check')
        table.drop_column('first')
