"""CSV files of units, persons and posts: read with line numbers, written so that no cell is a formula."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from e_office.core.problems import Problem, msg

MOST_BYTES = 2_000_000
MOST_ROWS = 5000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of file; `required` ones must be there, the others may be."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    example: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order of the template."""
        return self.required + self.optional


LAYOUTS = {
    "units": Layout(
        ("code", "name", "level"),
        ("short_name", "notation", "parent", "is_agency", "is_state_agency", "place", "mailbox", "position",
         "one_sequence", "valid_from", "valid_to"),
        ("000.00.02.H27", "Sở Tài nguyên và Môi trường", "department", "Sở TNMT", "STNMT", "000.00.00.H27", "1",
         "1", "Hà Tĩnh", "vanthu.stnmt@hatinh.gov.vn", "2", "0", "01/01/2013", ""),
    ),
    "persons": Layout(
        ("login", "name"), ("email", "phone"), ("lan.tt", "Trần Thị Lan", "lan.tt@hatinh.gov.vn", "0239 3855 555"),
    ),
    "posts": Layout(
        ("login", "unit", "role", "title"), ("starts_on", "ends_on"),
        ("lan.tt", "000.00.02.H27", "clerk", "Văn thư", "01/01/2013", ""),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row: the line of the file it begins on, and its cells by column."""

    line: int
    values: dict[str, str]


def read_rows(data: bytes, layout: Layout) -> tuple[list[Row], list[Problem]]:
    """The rows of a file with a head line; comma, semicolon or tab; UTF-8, or UTF-16 with its mark (Excel).

    Problems carry the line they are about; rows that cannot be read are left out.
    """
    if len(data) > MOST_BYTES:
        return [], [Problem("file_too_large", msg("Tệp lớn hơn 2 MB. Chia thành nhiều tệp."), "file")]
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        cure = msg("Trong Excel chọn Lưu thành, dạng CSV UTF-8.")
        return [], [Problem("not_utf8", msg("Tệp không được ghi bằng UTF-8."), "file", cure)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if problems := _head_problems(head, layout):
            return [], problems
        return _rows(reader, head)
    except csv.Error:
        unread = msg("Dòng %(line)s: không đọc được, kiểm tra dấu ngoặc kép.", line=reader.line_num)
        return [], [Problem("unreadable", unread, "file")]


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark.

    :raises UnicodeDecodeError: where it is neither.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def delimiter_of(text: str) -> str:
    """What parts the cells of a CSV text, by its head line: comma, semicolon (Excel here) or tab."""
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _head_problems(head: Sequence[str], layout: Layout) -> list[Problem]:
    problems = [
        Problem("no_column", msg("Dòng 1: thiếu cột %(column)s.", column=column), "file")
        for column in layout.required if column not in head
    ]  # fmt: skip
    problems += [
        Problem("unknown_column", msg("Dòng 1: không có cột tên %(column)s.", column=column or "(trống)"), "file")
        for column in head if column not in layout.columns
    ]  # fmt: skip
    if len(set(head)) < len(head):
        problems.append(Problem("column_twice", msg("Dòng 1: có cột ghi hai lần."), "file"))
    return problems


def _rows(reader: Iterable[list[str]], head: Sequence[str]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    before = 1
    for cells in reader:
        line, before = before + 1, reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            many = msg("Tệp có hơn %(n)s dòng. Chia thành nhiều tệp.", n=MOST_ROWS)
            return [], [Problem("too_many_rows", many, "file")]
        values = {column: cell.strip() for column, cell in zip(head, cells, strict=False)}
        if len(cells) != len(head):
            wrong = msg("Dòng %(line)s: có %(n)s ô, cần %(wanted)s.", line=line, n=len(cells), wanted=len(head))
            problems.append(Problem("cells", wrong, "file"))
            continue
        problems += _formula_problems(line, values)
        rows.append(Row(line, values))
    if not rows and not problems:
        problems.append(Problem("empty", msg("Tệp không có dòng nào sau dòng tên cột."), "file"))
    return rows, problems


def _formula_problems(line: int, values: dict[str, str]) -> list[Problem]:
    """A cell that a spreadsheet would run is no name and no code; a telephone number may begin with +."""
    return [
        Problem(
            "formula",
            msg("Dòng %(line)s: ô %(column)s bắt đầu bằng dấu của công thức (%(sign)s).",
                line=line, column=column, sign=cell[0]),
            "file",
        )
        for column, cell in values.items()
        if cell.startswith(FORMULA_STARTS) and column != "phone"
    ]  # fmt: skip


def write_rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file for Excel: UTF-8 with its mark, and no cell that would be run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def safe_cell(cell: str) -> str:
    """The cell with an apostrophe before anything a spreadsheet would take for a formula."""
    return "'" + cell if cell.startswith(FORMULA_STARTS) else cell
