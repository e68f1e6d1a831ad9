"""Fields read from text alone: columns mixed by a PDF, drafts, capitals, stamps, dates, hostile input."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e_office.registry.reading import ReadFields, read_fields
from tests.unit.registry.test_reading import expect, values

HEAD = "UBND TỈNH HÀ TĨNH\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def test_columns_read_line_by_line_are_taken_apart() -> None:
    text = (
        "UBND TỈNH HÀ TĨNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ TÀI NGUYÊN VÀ Độc lập - Tự do - Hạnh phúc\n"
        "MÔI TRƯỜNG Hà Tĩnh, ngày 05 tháng 12 năm 2013\nSố: 77/TTr-STNMT\nTỜ TRÌNH\nVề việc phê duyệt quy hoạch\n"
        "Kính gửi: UBND tỉnh\n"
    )
    wanted = {"issuer": "Sở Tài nguyên và Môi trường", "code": "77/TTr-STNMT", "type_code": "TTR"}
    expect(text, {**wanted, "subject": "Về việc phê duyệt quy hoạch", "issued_on": date(2013, 12, 5)})


def test_a_motto_broken_by_the_other_column_is_no_agency() -> None:
    text = (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ\nTỈNH HÀ TĨNH NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND Hà Tĩnh, ngày 05 tháng 12 năm\n2013\nKẾ HOẠCH\nPhòng, chống thiên tai năm 2014\nCăn cứ"
    )
    wanted = {"issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh", "type_code": "KH", "issued_on": date(2013, 12, 5)}
    expect(text, {**wanted, "code": "12/KH-UBND", "subject": "Phòng, chống thiên tai năm 2014"})


def test_a_party_document_is_read() -> None:
    text = (
        "TỈNH ỦY HÀ TĨNH\n*\nSố 12-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Tĩnh, ngày 03 tháng 01 năm 2013\nNGHỊ QUYẾT\n"
        "Về phát triển nông nghiệp, nông thôn\n-----\nTrong những năm qua\n"
    )
    wanted = {"code": "12-NQ/TU", "type_code": "NQ", "issued_on": date(2013, 1, 3)}
    expect(text, {**wanted, "subject": "Về phát triển nông nghiệp, nông thôn"})


def test_a_draft_without_number_gives_its_notation_only() -> None:
    read = read_fields(HEAD + "Số:      /QĐ-SNV\nHà Tĩnh, ngày    tháng 12 năm 2013\nQUYẾT ĐỊNH\nVề việc khen thưởng\n")
    assert (read.number, read.code, read.issued_on) == (None, None, None)
    assert read.notation is not None
    assert (read.notation.value, read.notation.doubtful) == ("QĐ-SNV", True)
    assert read.type_code is not None
    assert read.type_code.value == "QD"


def test_a_title_that_contradicts_the_number_is_doubtful() -> None:
    read = read_fields(HEAD + "Số: 12/BC-SNV\nHà Tĩnh, ngày 05 tháng 12 năm 2013\nKẾ HOẠCH\nVề việc cải cách\n")
    assert read.type_code is not None
    assert (read.type_code.value, read.type_code.doubtful) == ("KH", True)


def test_a_letter_of_a_unit_named_like_a_type_stays_a_letter() -> None:
    text = "CỤC THUẾ TỈNH HÀ TĨNH\nSố: 1234/CT-TTHT\nV/v hướng dẫn kê khai\n"
    text += "Hà Tĩnh, ngày 05 tháng 12 năm 2013\nKính gửi: A"
    expect(text, {"type_code": "CV", "code": "1234/CT-TTHT", "subject": "V/v hướng dẫn kê khai"})


def test_capitals_of_a_subject_take_the_case_the_text_uses() -> None:
    text = (
        HEAD + "Số: 12/QĐ-SNV\nHà Tĩnh, ngày 05 tháng 12 năm 2013\nQUYẾT ĐỊNH\n"
        "VỀ VIỆC BAN HÀNH QUY CHẾ LÀM VIỆC CỦA SỞ NỘI VỤ\nGIÁM ĐỐC SỞ NỘI VỤ\nCăn cứ Luật;\n"
        "Điều 1. Ban hành Quy chế làm việc của Sở Nội vụ.\n"
    )
    read = read_fields(text)
    assert read.subject is not None
    assert read.subject.value == "Về việc ban hành Quy chế làm việc của Sở Nội vụ"
    assert not read.subject.doubtful


def test_capitals_nobody_can_undo_are_doubtful() -> None:
    read = read_fields(HEAD + "Số: 12/KH-SNV\nngày 05 tháng 12 năm 2013\nKẾ HOẠCH\nTRỒNG CÂY Ở CAN LỘC\nCăn cứ")
    assert read.subject is not None
    assert (read.subject.value, read.subject.doubtful) == ("Trồng cây ở can lộc", True)


LEVELS = {"MẬT": "confidential", "TỐI MẬT": "secret", "TUYỆT MẬT": "top_secret"}


@pytest.mark.parametrize(("stamp", "level"), LEVELS.items())
@pytest.mark.parametrize(
    "place", ["{}\nSố: 1/BC-UBND", "Số: 1/BC-UBND\n[{}]", "Độ mật: {}\n", "Mức độ mật: {}", "A\t{}", "A\n" * 900 + "{}"]
)
def test_a_stamp_of_secrecy_standing_alone_is_seen(stamp: str, level: str, place: str) -> None:
    read = read_fields(place.format(stamp))
    assert read.secrecy is not None
    assert read.secrecy.value == level


@pytest.mark.parametrize(
    ("text", "level"), [("M Ậ T", "confidential"), ("T Ố I  M Ậ T", "secret"), ("TỐI\nMẬT", "confidential")]
)
def test_a_stamp_with_spaced_letters_or_broken_is_seen(text: str, level: str) -> None:
    read = read_fields(unicodedata.normalize("NFD", text))
    assert read.secrecy is not None
    assert read.secrecy.value == level


@pytest.mark.parametrize(
    "text", ["Bảo vệ bí mật nhà nước", "CÔNG TÁC BẢO MẬT", "mật ong", "Mật", "tài liệu MẬT của cơ quan", "BÍ MẬT"]
)
def test_the_word_inside_a_text_is_no_stamp(text: str) -> None:
    assert read_fields(text).secrecy is None


def test_the_highest_stamp_counts() -> None:
    read = read_fields("MẬT\nx\nTUYỆT MẬT\ny\nMẬT")
    assert read.secrecy is not None
    assert read.secrecy.value == "top_secret"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("gửi về Sở trước ngày 10/12/2013", date(2013, 12, 9)),
        ("gửi trước ngày 10 tháng 12 năm 2013", date(2013, 12, 9)),
        ("trước 17 giờ 00 ngày 10/12/2013", date(2013, 12, 10)),
        ("chậm nhất vào ngày 10/12/2013", date(2013, 12, 10)),
        ("thời hạn đến hết ngày 10.12.2013", date(2013, 12, 10)),
        ("trước ngày 01/01/2014", date(2013, 12, 31)),
        ("trước ngày 10/12/2012", None),
        ("trước ngày 25 hàng tháng", None),
        ("trước ngày 31/02/2014", None),
        ("ngày 10/12/2013", None),
    ],
)
def test_the_day_to_answer_by_is_read_literally_and_always_doubtful(text: str, day: date | None) -> None:
    read = read_fields(
        HEAD + "Số: 12/BC-SNV\nHà Tĩnh, ngày 25 tháng 11 năm 2013\nBÁO CÁO\nVề việc x\nKính gửi\n" + text
    )
    assert (read.due_on.value if read.due_on else None) == day
    assert read.due_on is None or read.due_on.doubtful


def test_a_signature_with_recipients_beside_it_on_the_same_lines_is_read() -> None:
    text = (
        HEAD + "Số: 12/BC-SNV\nHà Tĩnh, ngày 25 tháng 11 năm 2013\nBÁO CÁO\nVề việc x\nCăn cứ\n"
        "Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- UBND các huyện,\n"
        "thành phố, thị xã;\n- Lưu: VT. Đặng Hữu Lộc\n"
    )
    read = read_fields(text)
    assert read.signer is not None
    assert read.signer.value == "Đặng Hữu Lộc"
    assert read.recipients is not None
    assert read.recipients.value == ("Như trên", "UBND các huyện, thành phố, thị xã", "Lưu: VT")


def test_an_ordinary_text_gives_nothing() -> None:
    assert values(read_fields("Đây là một đoạn văn không có thể thức.\nDòng thứ hai.")) == {}
    assert values(read_fields("")) == {}


@settings(max_examples=60)
@given(st.text(max_size=2000))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(read_fields(text), ReadFields)


HOSTILE = ["CHỦ TỊCH\n" * 50_000, "Nơi nhận: " * 40_000, "Số: 1/a-" + "a-" * 100_000, "V/v a\n" * 60_000, " " * 400_000]
HOSTILE += ["Hà Tĩnh, ngày 1 tháng 1 " * 20_000, "QUYẾT ĐỊNH\n" + "AB CD EF " * 60 + "\n" + "ab cd ef gh " * 20_000]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_read_in_bounded_time(number: int) -> None:
    start = time.process_time()
    read_fields(HOSTILE[number])
    assert time.process_time() - start < 5
