"""The end of a document: who signed in which capacity, and to whom it goes (boxes 7a, 7c, 9b)."""

from __future__ import annotations

import re

from e_office.registry.reading.fields import Read
from e_office.registry.reading.words import begins_small, is_capitals, one_tone, squeeze

CAPACITY = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s?\.?\s?[A-ZĐÀ-Ỹ]")
POSTS = (
    r"CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|PHÓ VĂN PHÒNG|CHÁNH THANH TRA"
    r"|PHÓ CHÁNH THANH TRA|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG|CỤC TRƯỞNG|PHÓ CỤC TRƯỞNG"
    r"|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|BÍ THƯ|PHÓ BÍ THƯ|CHÁNH ÁN|VIỆN TRƯỞNG|HIỆU TRƯỞNG"
    r"|TỔNG GIÁM ĐỐC|THỦ TRƯỞNG|TRƯỞNG ĐOÀN|CHỦ NHIỆM|CHI CỤC TRƯỞNG|CHỈ HUY TRƯỞNG"
)
POST = re.compile(rf"(?:{POSTS})(?: [A-ZĐÀ-Ỹ, -]+)?")
SIGNED = re.compile(r"[\[(]?\s*(?:đã ký|da ky|ký tên|ký, đóng dấu|ký|đã ký và đóng dấu)\s*[\])]?", re.IGNORECASE)
DEGREE = re.compile(r"^(?:(?:GS|PGS|TS|ThS|BS|KS|CN|Đại tá|Thượng tá|Trung tá|Thiếu tướng|Thiếu tá)\.?\s?)+(?=[A-ZĐ])")
SURNAMES = frozenset(
    re.findall(
        r"\w+",
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Đinh Trịnh Trương Lâm Mai Cao "
        "Tô Tạ Hà Thái Lưu Lương Phùng Quách Tống Từ Vương Chu Châu Kiều La Thân Tôn Bạch Cù Doãn Đậu Giáp Hứa Khổng "
        "Lại Lục Mạc Nghiêm Ninh Nông Ông Phí Quản Sầm Tăng Thạch Thiều Tiêu Trà Triệu Uông Văn Viên Biện Đồng Đường "
        "Hán Hầu Hoa Khuất Lò Mã Nhữ Phó Thang Thi Trang Trưng Ứng Âu Cung Diệp Mạch Nhan",
    )
)
RECIPIENTS = re.compile(r"Nơi nhận\s*:?", re.IGNORECASE)
MAX_DISTANCE = 7
# Where a PDF puts the end of a recipient's line and the signature's column on one line.
COLUMNS = re.compile(
    rf"\t+| {{3,}}|(?<=[;:.,)])[ ]+(?=(?:TM|KT|TL|TUQ|Q)\.)|(?<=[;.])[ ]+(?=(?:{POSTS})\b)"
    r"|(?<=[;.])[ ]+(?=(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+[ ]){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹ]*$)"
    r"|(?<=Nơi nhận:)[ ]+"
)


def pieces(text: str) -> list[str]:
    """The lines of the whole text with their columns apart."""
    found = (squeeze(piece) for line in text.splitlines() for piece in COLUMNS.split(line))
    return [piece for piece in found if piece]


def read_signer(lines: list[str]) -> tuple[Read[str] | None, Read[str] | None]:
    """(name, post) of the first signature: a line of capacity or post, and below it a person's name."""
    for at, line in enumerate(lines):
        if not _is_post(line):
            continue
        posts, where = [line], [line]
        for follower in lines[at + 1 : at + 1 + MAX_DISTANCE]:
            if _is_post(follower):
                posts.append(follower)
            elif name := person_name(follower):
                title, sure = _title(posts)
                return (
                    Read(name, follower, doubtful=name.split()[0] not in SURNAMES),
                    Read(title, " / ".join(where), doubtful=not sure) if title else None,
                )
            elif follower.startswith(("-", "Căn cứ", "Điều", "Xét", "Theo")) and not _beside(lines, at):
                break
            where.append(follower)
    return None, None


def _is_post(line: str) -> bool:
    upper = one_tone(line)
    return is_capitals(line) and len(line) < 80 and bool(CAPACITY.match(upper) or POST.fullmatch(upper))


def _beside(lines: list[str], at: int) -> bool:
    """Whether recipients stand beside the signature, so that their lines come in between."""
    return any(RECIPIENTS.match(line) for line in lines[max(0, at - 25) : at])


def _title(posts: list[str]) -> tuple[str, bool]:
    """The post of the one who signed: the last line that is not the capacity alone."""
    held = [post for post in posts if not CAPACITY.match(one_tone(post))]
    if held:
        return _sentence(held[-1]), True
    acting = re.sub(r"^(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s?\.?\s?", "", posts[-1])
    return _sentence(acting), False


def _sentence(capitals: str) -> str:
    """A post in small letters with a first capital: "Phó Chủ tịch" as offices write it."""
    words = capitals.lower()
    for head in ("chủ tịch", "giám đốc", "chánh", "trưởng", "cục trưởng", "văn phòng", "thanh tra", "bí thư", "thủ"):
        words = re.sub(rf"^phó {head}\b", f"phó {head.capitalize()}", words)
    words = words.replace("chánh văn phòng", "chánh Văn phòng").replace("phó văn phòng", "phó Văn phòng")
    words = words.replace("phó Chánh văn phòng", "phó Chánh Văn phòng").replace("phó Chánh thanh", "phó Chánh Thanh")
    return words[0].upper() + words[1:]


def person_name(line: str) -> str | None:
    """The name where the line is nothing but one: two to five words, each with one capital."""
    words = DEGREE.sub("", SIGNED.sub("", line, count=1).strip()).split()
    if not 2 <= len(words) <= 5:
        return None
    if all(word.isalpha() and word[0].isupper() and word[1:].islower() | (len(word) == 1) for word in words):
        return " ".join(words)
    if all(word.isalpha() and word.isupper() for word in words) and words[0].capitalize() in SURNAMES:
        return " ".join(word.capitalize() for word in words)
    return None


def read_recipients(lines: list[str]) -> Read[tuple[str, ...]] | None:
    """The list under "Nơi nhận", one entry a line, without the dashes; lines of the signature left out."""
    start = next((at for at, line in enumerate(lines) if RECIPIENTS.match(line)), None)
    if start is None:
        return None
    found: list[str] = []
    where = [lines[start]]
    for line in lines[start + 1 : start + 80]:
        if line.startswith(("-", "–", "+", "•")):
            found.append(line.lstrip("-–+• ").strip())
            where.append(line)
        elif found and begins_small(line) and not SIGNED.fullmatch(line):
            found[-1] = squeeze(f"{found[-1]} {line}")
            where.append(line)
        elif found and not _is_post(line) and not person_name(line) and not SIGNED.fullmatch(line):
            break
    entries = tuple(entry.rstrip(" ;.,") for entry in found if entry.strip(" ;.,"))
    return Read(entries, "\n".join(where)) if entries else None
