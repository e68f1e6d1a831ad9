"""CSV files: line numbers, encodings, formulas."""

from __future__ import annotations

import csv
import io

import pytest

from e_office.people.csv_files import LAYOUTS, MOST_BYTES, MOST_ROWS, read_rows, write_rows

PERSONS = LAYOUTS["persons"]


def told(data: bytes) -> list[str]:
    return [str(problem.message) for problem in read_rows(data, PERSONS)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_of_excel_in_every_shape_are_read(encoding: str, delimiter: str) -> None:
    text = 'login,name\r\nlan.tt,Trần Thị Lan\r\n\r\nha,"Bùi\nThu Hà"\r\nnga,Nga\r\n'.replace(",", delimiter)
    rows, problems = read_rows(text.encode(encoding), PERSONS)
    assert not problems
    assert [(row.line, row.values["name"]) for row in rows] == [(2, "Trần Thị Lan"), (4, "Bùi\nThu Hà"), (6, "Nga")]


def test_every_wrong_line_is_told_with_its_number() -> None:
    assert told(b"login,name\na,A\nb\nc,C,d\n=cmd,C\n") == [
        "Dòng 3: có 1 ô, cần 2.",
        "Dòng 4: có 3 ô, cần 2.",
        "Dòng 5: ô login bắt đầu bằng dấu của công thức (=).",
    ]


def test_missing_unknown_and_double_columns_are_told_together() -> None:
    assert told(b"name,name,age\nA,B,C\n") == [
        "Dòng 1: thiếu cột login.",
        "Dòng 1: không có cột tên age.",
        "Dòng 1: có cột ghi hai lần.",
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "Dòng 1: thiếu cột login."),
        (b"login,name\n", "Tệp không có dòng nào sau dòng tên cột."),
        ("login,name\nlan,Ngô".encode("cp1258"), "Tệp không được ghi bằng UTF-8."),
        (b'login,name\n"lan,x\n', "Dòng 2: không đọc được, kiểm tra dấu ngoặc kép."),
        (b"x" * (MOST_BYTES + 1), "Tệp lớn hơn 2 MB. Chia thành nhiều tệp."),
        (b"login,name\n" + b"a,b\n" * (MOST_ROWS + 1), "Tệp có hơn 5000 dòng. Chia thành nhiều tệp."),
    ],
)
def test_files_that_cannot_be_taken_say_why(data: bytes, text: str) -> None:
    assert text in told(data)


def test_a_telephone_number_may_begin_with_a_plus() -> None:
    assert not told(b"login,name,phone\nlan,Lan,+84 239 3855 555\n")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_that_is_written_is_a_formula(cell: str) -> None:
    text = write_rows(("a",), [(cell,)]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1][0] == "'" + cell


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_template_can_be_read_back(kind: str) -> None:
    layout = LAYOUTS[kind]
    rows, problems = read_rows(write_rows(layout.columns, [layout.example]), layout)
    assert not problems
    assert len(rows) == 1
