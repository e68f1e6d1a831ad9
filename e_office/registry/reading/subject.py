"""The subject (trích yếu): the lines under the title, and capitals brought back to ordinary writing."""

from __future__ import annotations

import re

from e_office.registry.reading.fields import Read
from e_office.registry.reading.words import begins_small, is_capitals, one_tone, squeeze

MAX_LENGTH = 500
BEGINS_BODY = re.compile(
    r"(?:Kính|Căn cứ|Thực hiện|Xét|Theo|Ngày|Trong|Tiếp|Sau khi|Để|Nhằm|Hiện nay|Vừa qua|Hôm nay|Phần|Điều|Chương"
    r"|Mục|Triển khai thực hiện|Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Sở|Văn phòng|Thời gian|Trên cơ sở|Qua|Tại|Được"
    r"|Năm|Hội đồng nhân dân|Công ty|Chúng tôi|Bộ|Ban|\(|[IVX]+\.|\d+[.)]|[-+*•])(?=[\W]|$)"
)
AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|GIÁM ĐỐC|ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|BỘ TRƯỞNG|CHÁNH|THỦ TƯỚNG|CHÍNH PHỦ|BAN |QUỐC HỘI"
    r"|TRƯỞNG |PHẦN |CHƯƠNG |ĐIỀU |QUYẾT ĐỊNH:|QUYẾT NGHỊ)"
)
ACRONYMS = re.compile(r"\b(?:UBND|HĐND|UBMTTQ|MTTQ|GPMB|CCHC|QPPL|XDCB|CBCC|CBCCVC|ĐBQH|CNTT|NTM|KKT|TTHC|QLNN|ODA)\b")
NO_SUBJECT = {"HĐND", "UBND"}


def named_subject(after: tuple[str, ...], body: str) -> Read[str] | None:
    """The subject of a document whose type is written as a title; `body` helps to undo capitals."""
    parts: list[str] = []
    doubtful = False
    for line in after[:12]:
        if _ends_before(parts, line):
            break
        if parts and not is_capitals(line) and not begins_small(line) and not parts[-1].endswith((",", "-")):
            # A new capital may be a name in the subject or the first word of the text.
            if len(line) > 70 or is_capitals(parts[-1]) or line.endswith((".", ";", ":")):
                break
            doubtful = True
        parts.append(line)
        if line.endswith((".", ":")) or sum(map(len, parts)) > MAX_LENGTH:
            break
    text = squeeze(" ".join(parts))[:MAX_LENGTH].strip(" .:*-–")
    if not text:
        return None
    if is_capitals(text):
        text, unknown = undo_capitals(text, body)
        return Read(text, " / ".join(parts), doubtful=doubtful or unknown)
    return Read(text, " / ".join(parts), doubtful=doubtful)


def _ends_before(parts: list[str], line: str) -> bool:
    """Whether `line` is no part of the subject any more."""
    capitals = is_capitals(line)
    if capitals and AUTHORITY.match(one_tone(line)):
        return bool(parts) or one_tone(line).startswith(("CHỦ TỊCH", "GIÁM ĐỐC"))
    if capitals:
        return bool(parts) and not is_capitals(parts[-1])
    return bool(BEGINS_BODY.match(line)) and not (parts and _open(parts[-1]))


def _open(line: str) -> bool:
    return line.endswith((",", "-")) or line.split()[-1].lower() in {
        "của",
        "và",
        "tại",
        "các",
        "cho",
        "với",
        "về",
        "do",
    }


def undo_capitals(text: str, body: str) -> tuple[str, bool]:
    """Capitals to ordinary writing, with the case the same words have in `body`; whether some were guessed."""
    plain = squeeze(body[:60_000])
    lowered = plain.lower()
    words = text.split()
    out: list[str] = []
    guessed = False
    at = 0
    while at < len(words):
        run = _found_run(words, at, plain, lowered)
        if run is None:
            word = words[at]
            known = ACRONYMS.fullmatch(word.strip(".,;"))
            guessed = guessed or not known
            out.append(word if known else word.lower())
            at += 1
            continue
        found, begins_sentence = run
        length = len(found.split())
        if begins_sentence and out and not found.split()[0].isupper():
            found = found[0].lower() + found[1:]
        out.append(found)
        at += length
    result = " ".join(out)
    lead = "Về việc "
    if result.lower().startswith(lead.lower()):
        result = lead + result[len(lead) :]
        guessed = guessed and len(words) - 2 > 0 and _rest_guessed(words[2:], lowered)
    return result[0].upper() + result[1:], guessed


def _rest_guessed(words: list[str], lowered: str) -> bool:
    return " ".join(words).lower() not in lowered


def _found_run(words: list[str], at: int, plain: str, lowered: str) -> tuple[str, bool] | None:
    """The longest run of at least three words that the body writes too, not itself in capitals."""
    for end in range(min(len(words), at + 40), at + 2, -1):
        wanted = " ".join(words[at:end]).lower()
        place = lowered.find(wanted)
        while place >= 0:
            piece = plain[place : place + len(wanted)]
            whole = (
                not plain[place - 1 : place].isalnum() and not plain[place + len(wanted)][:1].isalnum()
                if (place + len(wanted) < len(plain))
                else True
            )
            if whole and not is_capitals(piece):
                before = plain[:place].rstrip()
                return piece, not before or before[-1] in '.:;-–"“'
            place = lowered.find(wanted, place + 1)
    return None
