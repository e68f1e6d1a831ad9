"""Dispatches go to agencies.

Invitations and conclusions were sent to the sections invited, where no clerk could register them. Each such
dispatch becomes that of the section's agency, each agency once, and the agency may read the document; what an
agency sent to its own parts was no dispatch and goes. There is no way back to the sections, of which invitees
and readers still tell.
"""

import sqlalchemy as sa
from alembic import op

revision = 'dispatches_to_agencies'
down_revision = 'first_rooms'
branch_labels = None
depends_on = None


def _table(name, *columns):
    return sa.table(name, *(column if isinstance(column, sa.Column) else sa.column(column) for column in columns))


unit = _table('unit', 'id', 'name', 'parent_id', sa.Column('is_agency', sa.Boolean), 'is_state_agency')
dispatch = _table(
    'dispatch', 'id', 'document_id', 'recipient_key', 'unit_id', 'name', 'state_agency', 'sent_at', 'opened_at',
    'opened_by_id',
)
document = _table('document', 'id', 'owner_unit_id')
reader = _table('reader', 'document_id', 'unit_id', 'since', 'why')
job = _table('job', 'kind', sa.Column('payload', sa.JSON), 'created_at', 'available_at', 'attempts')
entry = _table('incoming_entry', 'dispatch_id')


def upgrade() -> None:
    """Go on to this schema."""
    connection = op.get_bind()
    units = {row.id: row for row in connection.execute(sa.select(unit))}
    to_parts = (
        sa.select(dispatch, document.c.owner_unit_id)
        .join_from(dispatch, document, document.c.id == dispatch.c.document_id)
        .join(unit, unit.c.id == dispatch.c.unit_id)
        .where(unit.c.is_agency.is_(sa.false()))
        .order_by(dispatch.c.id)
    )
    for row in connection.execute(to_parts).all():
        agency = _agency_of(units, row.unit_id)
        if agency is None or agency.id == row.owner_unit_id:
            _take_away(connection, row, None)
        else:
            _give(connection, row, agency)


def _agency_of(units, unit_id):
    """The first agency at or above a unit; None where there is none."""
    seen = set()
    while unit_id is not None and unit_id not in seen:
        seen.add(unit_id)
        if units[unit_id].is_agency:
            return units[unit_id]
        unit_id = units[unit_id].parent_id
    return None


def _give(connection, row, agency):
    """Make it the agency's, unless the agency has the document already."""
    of_agency = (dispatch.c.document_id == row.document_id, dispatch.c.unit_id == agency.id)
    there = connection.execute(sa.select(dispatch).where(*of_agency)).one_or_none()
    if there is not None:
        _take_away(connection, row, there)
        return
    connection.execute(sa.update(dispatch).where(dispatch.c.id == row.id).values(
        recipient_key=f'u{agency.id}', unit_id=agency.id, name=agency.name, state_agency=agency.is_state_agency,
    ))
    reads = sa.select(sa.func.count()).select_from(reader).where(
        reader.c.document_id == row.document_id, reader.c.unit_id == agency.id
    )
    if connection.scalar(reads):
        return
    connection.execute(sa.insert(reader).values(
        document_id=row.document_id, unit_id=agency.id, since=row.sent_at, why='sent'
    ))
    connection.execute(sa.insert(job).values(
        kind='documents.index_documents', payload={'document_id': row.document_id}, created_at=row.sent_at,
        available_at=row.sent_at, attempts=0,
    ))


def _take_away(connection, row, there):
    """Drop a dispatch; its opening goes over to the agency's own, where that was opened later or not at all."""
    registered = sa.update(entry).where(entry.c.dispatch_id == row.id)
    connection.execute(registered.values(dispatch_id=there.id if there else None))
    if there is not None and row.opened_at and (not there.opened_at or row.opened_at < there.opened_at):
        connection.execute(sa.update(dispatch).where(dispatch.c.id == there.id).values(
            opened_at=row.opened_at, opened_by_id=row.opened_by_id,
        ))
    connection.execute(sa.delete(dispatch).where(dispatch.c.id == row.id))


def downgrade() -> None:
    """Go back to the schema before; the rows stay with the agencies."""
