"""Files that prove what was reported of a conclusion's task, beside a document named by its number."""

import sqlalchemy as sa
from alembic import op

revision = 'files_of_reports'
down_revision = 'meetings_being_held'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go on to this schema."""
    with op.batch_alter_table('conclusion_task_step') as table:
        table.add_column(sa.Column('files_id', WHOLE, nullable=True))
        table.create_foreign_key(op.f('fk_conclusion_task_step_files_id'), 'document', ['files_id'], ['id'])


def downgrade() -> None:
    """Go back to the schema before; the files stay documents of the agency that reported."""
    with op.batch_alter_table('conclusion_task_step') as table:
        table.drop_constraint(op.f('fk_conclusion_task_step_files_id'), type_='foreignkey')
        table.drop_column('files_id')
