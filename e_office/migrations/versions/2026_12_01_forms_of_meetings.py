"""How people meet, in person, online or both, and how long a meeting is expected to last."""

import sqlalchemy as sa
from alembic import op

revision = 'forms_of_meetings'
down_revision = 'meetings_without_conclusion'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema; old meetings have the form their place and bridge tell."""
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('length', WHOLE, nullable=True))
        batch_op.add_column(sa.Column('form', sa.String(length=12), nullable=True))
    meeting = sa.table('meeting', sa.column('form'), sa.column('place'), sa.column('bridge'))
    told = sa.case((meeting.c.bridge == '', 'in_person'), (meeting.c.place == '', 'online'), else_='both')
    op.execute(meeting.update().values(form=told))
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.alter_column('form', existing_type=sa.String(length=12), nullable=False)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_column('form')
        batch_op.drop_column('length')
