"""Secret documents get registers of their own.

A stub of a secret document was a document among the others, seen wherever documents are listed. Each becomes a
line of the secret register, with its number, its named readers, and no keeper yet; the subject of a top secret one
goes, as nobody's consent to keep it was recorded. No document has a level of secrecy any more, and a post says
whether the secret register is open to its holder: to nobody's, until an administrator gives the right.
"""

import sqlalchemy as sa
from alembic import op

revision = 'secret_registers'
down_revision = 'objects_taken_out'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
LEVELS = ('confidential', 'secret', 'top_secret')


def _table(name, *columns):
    return sa.table(name, *(column if isinstance(column, sa.Column) else sa.column(column) for column in columns))


AT = sa.DateTime(timezone=True)
document = _table(
    'document', 'id', 'kind', 'type_code', 'number', 'code', 'code_key', sa.Column('issued_on', sa.Date),
    'issuer_name', 'owner_unit_id', 'subject', 'signer', 'signer_title', 'recipients', 'urgency', 'secrecy', 'folded',
    sa.Column('internal', sa.Boolean), sa.Column('created_at', AT), 'created_by_id',
)
incoming = _table(
    'incoming_entry', 'id', 'unit_id', 'book', 'year', 'number', 'document_id', sa.Column('arrived_at', AT), 'channel',
    'note', 'registered_by_id', sa.Column('from_state_agency', sa.Boolean),
)
outgoing = _table(
    'outgoing_entry', 'id', 'unit_id', 'book', 'year', 'number', 'document_id', sa.Column('issued_at', AT),
    'archive_keeper', 'copies', 'note', 'registered_by_id',
)
reader = _table('reader', 'document_id', 'unit_id', 'person_id', sa.Column('since', AT), 'why')
counter = _table('register_counter', 'unit_id', 'book', 'year', 'last')
secret = _table(
    'secret_entry', 'id', 'unit_id', 'book', 'year', 'number', sa.Column('entered_at', AT), 'level', 'code',
    sa.Column('issued_on', sa.Date), 'correspondent', 'type_code', 'subject', 'consent', 'custodian_id',
    'registered_by_id',
)
named = _table('secret_reader', 'id', 'entry_id', 'person_id', sa.Column('since', AT))
assignment = _table('assignment', 'id', 'entry_id', 'parent_id', 'answer_id')
remark = _table('remark', 'entry_id', 'document_id')
request = _table('time_request', 'assignment_id')
OF_DOCUMENT = ('dispatch', 'notice', 'opening', 'imported_file')
TELLING = ('mail_out', 'exchange_message')
"""Tables that only tell of a document that was."""


def upgrade() -> None:
    """Go on to this schema."""
    op.add_column('post', sa.Column('sees_secrets', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('post') as table:
        table.alter_column('sees_secrets', server_default=None, existing_type=sa.Boolean(), existing_nullable=False)
    _make_tables()
    _move_stubs(op.get_bind())
    op.drop_column('document', 'secrecy')


def _make_tables():
    op.create_table('secret_entry',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('unit_id', WHOLE, nullable=False),
    sa.Column('book', sa.String(length=40), nullable=False),
    sa.Column('year', WHOLE, nullable=False),
    sa.Column('number', WHOLE, nullable=False),
    sa.Column('entered_at', AT, nullable=False),
    sa.Column('level', sa.String(length=60), nullable=False),
    sa.Column('code', sa.String(length=200), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('correspondent', sa.Text(), nullable=False),
    sa.Column('type_code', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('consent', sa.String(length=200), nullable=False),
    sa.Column('custodian_id', WHOLE, nullable=True),
    sa.Column('registered_by_id', WHOLE, nullable=True),
    sa.CheckConstraint("level <> 'top_secret' or subject = '' or consent <> ''", name=op.f('ck_secret_entry_consent')),
    sa.CheckConstraint("level in ('confidential', 'secret', 'top_secret')", name=op.f('ck_secret_entry_level')),
    sa.CheckConstraint('number > 0', name=op.f('ck_secret_entry_number')),
    sa.ForeignKeyConstraint(['custodian_id'], ['person.id'], name=op.f('fk_secret_entry_custodian_id')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['person.id'], name=op.f('fk_secret_entry_registered_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_secret_entry_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_secret_entry')),
    sa.UniqueConstraint('unit_id', 'book', 'year', 'number', name=op.f('uq_secret_entry_unit_id_book_year_number'))
    )
    op.create_index(op.f('ix_secret_entry_custodian_id'), 'secret_entry', ['custodian_id'])
    op.create_table('secret_reader',
    sa.Column('id', WHOLE, nullable=False),
    sa.Column('entry_id', WHOLE, nullable=False),
    sa.Column('person_id', WHOLE, nullable=False),
    sa.Column('since', AT, nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['secret_entry.id'], name=op.f('fk_secret_reader_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_secret_reader_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_secret_reader')),
    sa.UniqueConstraint('entry_id', 'person_id', name=op.f('uq_secret_reader_entry_id_person_id'))
    )
    op.create_index(op.f('ix_secret_reader_person_id'), 'secret_reader', ['person_id'])


def _move_stubs(connection):
    stubs = sa.select(document).where(document.c.secrecy.in_(LEVELS)).order_by(document.c.id)
    for row in connection.execute(stubs).all():
        line = _line_of(connection, row)
        entry_id = connection.execute(sa.insert(secret).values(line).returning(secret.c.id)).scalar_one()
        persons = sa.select(reader.c.person_id, reader.c.since).where(
            reader.c.document_id == row.id, reader.c.person_id.is_not(None)
        )
        for person in connection.execute(persons).all():
            values = {'entry_id': entry_id, 'person_id': person.person_id, 'since': person.since}
            connection.execute(sa.insert(named).values(values))
        _end_handling(connection, row.id)
        for table in (incoming, outgoing, reader):
            connection.execute(sa.delete(table).where(table.c.document_id == row.id))
        for name in OF_DOCUMENT:
            table = _table(name, 'document_id')
            connection.execute(sa.delete(table).where(table.c.document_id == row.id))
        for name in TELLING:
            table = _table(name, 'document_id')
            connection.execute(sa.update(table).where(table.c.document_id == row.id).values(document_id=None))
        connection.execute(sa.delete(document).where(document.c.id == row.id))


def _end_handling(connection, document_id):
    """A secret document is not handled here: what was passed on by mistake goes with its line."""
    entries = sa.select(incoming.c.id).where(incoming.c.document_id == document_id)
    parts = sa.select(assignment.c.id).where(assignment.c.entry_id.in_(entries))
    connection.execute(sa.delete(request).where(request.c.assignment_id.in_(parts)))
    connection.execute(
        sa.update(assignment).where(assignment.c.answer_id == document_id).values(answer_id=None)
    )
    connection.execute(sa.update(assignment).where(assignment.c.entry_id.in_(entries)).values(parent_id=None))
    connection.execute(sa.delete(assignment).where(assignment.c.entry_id.in_(entries)))
    connection.execute(sa.update(remark).where(remark.c.document_id == document_id).values(document_id=None))
    connection.execute(sa.delete(remark).where(remark.c.entry_id.in_(entries)))


def _line_of(connection, row):
    """The line of a stub: as it stood in its register, else the next one of its agency."""
    line = {
        'level': row.secrecy, 'code': row.code, 'issued_on': row.issued_on, 'type_code': row.type_code,
        'subject': '' if row.secrecy == 'top_secret' else row.subject, 'consent': '', 'custodian_id': None,
        'correspondent': row.issuer_name, 'registered_by_id': row.created_by_id,
    }
    for table, instant in ((incoming, 'arrived_at'), (outgoing, 'issued_at')):
        entry = connection.execute(sa.select(table).where(table.c.document_id == row.id)).first()
        if entry is not None:
            if table is outgoing:
                line['correspondent'] = row.recipients
            at = {'entered_at': getattr(entry, instant), 'registered_by_id': entry.registered_by_id}
            place = {'unit_id': entry.unit_id, 'book': entry.book, 'year': entry.year, 'number': entry.number}
            return line | place | at
    place = {'unit_id': row.owner_unit_id, 'book': 'in:secret', 'year': row.created_at.year}
    return line | place | {'number': _next(connection, place), 'entered_at': row.created_at}


def _next(connection, place):
    of_book = [counter.c[name] == value for name, value in place.items()]
    last = connection.scalar(sa.select(counter.c.last).where(*of_book))
    if last is None:
        connection.execute(sa.insert(counter).values(last=1, **place))
        return 1
    connection.execute(sa.update(counter).where(*of_book).values(last=last + 1))
    return last + 1


def downgrade() -> None:
    """Go back to the schema before, every line a stub again; keepers and consents have no place there."""
    op.add_column('document', sa.Column('secrecy', sa.String(length=60), nullable=False, server_default='none'))
    connection = op.get_bind()
    for row in connection.execute(sa.select(secret).order_by(secret.c.id)).all():
        _back(connection, row)
    op.drop_table('secret_reader')
    op.drop_table('secret_entry')
    op.drop_column('post', 'sees_secrets')


def _back(connection, row):
    came = row.book.startswith('in:')
    values = {
        'kind': 'register', 'type_code': row.type_code or 'CV', 'number': None if came else row.number,
        'code': row.code, 'code_key': '', 'issued_on': row.issued_on, 'owner_unit_id': row.unit_id,
        'issuer_name': row.correspondent[:200] if came else '', 'subject': row.subject, 'signer': '',
        'signer_title': '', 'recipients': '' if came else row.correspondent, 'urgency': 'normal', 'folded': '',
        'secrecy': row.level, 'internal': False, 'created_at': row.entered_at, 'created_by_id': row.registered_by_id,
    }
    document_id = connection.execute(sa.insert(document).values(values).returning(document.c.id)).scalar_one()
    line = {
        'unit_id': row.unit_id, 'book': row.book, 'year': row.year, 'number': row.number, 'document_id': document_id,
        'note': '', 'registered_by_id': row.registered_by_id,
    }
    if came:
        more = {'arrived_at': row.entered_at, 'channel': 'paper', 'from_state_agency': True}
        connection.execute(sa.insert(incoming).values(line | more))
    else:
        more = {'issued_at': row.entered_at, 'archive_keeper': 'VT', 'copies': 0}
        connection.execute(sa.insert(outgoing).values(line | more))
    persons = {one.person_id: one.since for one in connection.execute(
        sa.select(named).where(named.c.entry_id == row.id)
    ).all()}
    for person_id in {row.custodian_id, row.registered_by_id} - {None} - persons.keys():
        persons[person_id] = row.entered_at
    for person_id, since in persons.items():
        given = {'document_id': document_id, 'person_id': person_id, 'since': since, 'why': 'named'}
        connection.execute(sa.insert(reader).values(given))
