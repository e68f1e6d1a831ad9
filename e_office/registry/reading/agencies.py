"""Names of agencies, written in capitals on the page, brought to the case people write them in."""

from __future__ import annotations

from e_office.registry.reading.words import begins_small, one_tone

FIRST_WORDS = (
    *("ỦY BAN", "UBND", "HỘI ĐỒNG", "HĐND", "VĂN PHÒNG", "SỞ", "BỘ", "BAN", "THANH TRA", "CỤC", "CHI CỤC", "TỔNG CỤC"),
    *("TRUNG TÂM", "TRƯỜNG", "VIỆN", "ĐÀI", "CÔNG AN", "PHÒNG", "KHO BẠC", "NGÂN HÀNG", "BẢO HIỂM", "TÒA ÁN"),
    *("CÔNG TY", "HỘI", "LIÊN ĐOÀN", "LIÊN MINH", "ĐOÀN", "TỈNH ỦY", "HUYỆN ỦY", "THÀNH ỦY", "THỊ ỦY", "ĐẢNG ỦY"),
    *("CHÍNH PHỦ", "THỦ TƯỚNG", "QUỐC HỘI", "CHỦ TỊCH NƯỚC", "BỆNH VIỆN", "QUỸ", "MẶT TRẬN", "TỔ CÔNG TÁC"),
)
PLACES = ("TỈNH", "HUYỆN", "THÀNH PHỐ", "THỊ XÃ", "THỊ TRẤN", "XÃ", "PHƯỜNG", "QUẬN")
NAMELESS = {"VĂN PHÒNG", "THANH TRA", "BAN TỔ CHỨC", "BAN THƯỜNG VỤ", "ĐẢNG ỦY", "BAN CHỈ ĐẠO"}
KNOWN = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Văn phòng",
    "Văn phòng Chính phủ",
    "Thủ tướng Chính phủ",
    "Chính phủ",
    "Quốc hội",
    "Đoàn đại biểu Quốc hội",
    "Đoàn ĐBQH",
    "Tỉnh ủy",
    "Mặt trận Tổ quốc Việt Nam",
    "Nội vụ",
    "Tư pháp",
    "Kế hoạch và Đầu tư",
    "Tài chính",
    "Công Thương",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Giao thông vận tải",
    "Xây dựng",
    "Tài nguyên và Môi trường",
    "Thông tin và Truyền thông",
    "Lao động - Thương binh và Xã hội",
    "Văn hóa, Thể thao và Du lịch",
    "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo",
    "Y tế",
    "Ngoại vụ",
    "Quốc phòng",
    "Công an",
    "Thanh tra",
    "Quản lý",
    "Khu kinh tế",
    "Khu kinh tế Vũng Áng",
    "Công báo - Tin học",
    "Nhân dân",
    "Kho bạc Nhà nước",
    "Ngân hàng Nhà nước Việt Nam",
    "Bảo hiểm xã hội",
    "Bảo hiểm xã hội Việt Nam",
)
ACRONYMS = {"UBND", "HĐND", "UBMTTQ", "ĐBQH", "BQL", "KKT", "VNPT", "PTTH", "TW", "BCH", "BCĐ", "TP"}
_KNOWN = {one_tone(name): name for name in KNOWN}
_LONGEST = max(len(name.split()) for name in KNOWN)


def begins_agency(line: str) -> bool:
    """Whether a line in capitals begins a new agency's name, and does not go on with the one above."""
    upper = one_tone(line)
    return any(upper == word or upper.startswith(word + " ") for word in FIRST_WORDS)


def begins_place(line: str) -> bool:
    """Whether a line goes on with the place an agency belongs to (TỈNH HÀ TĨNH)."""
    upper = one_tone(line)
    return any(upper.startswith(word + " ") for word in PLACES)


def issuing_agency(lines: list[str]) -> tuple[list[str], bool]:
    """(lines of the last agency named, whether it needs the one above it to be a name of its own).

    The one above is what it belongs to (cơ quan chủ quản). "ỦY BAN NHÂN DÂN / TỈNH HÀ TĨNH" is one name on
    two lines, "UBND TỈNH HÀ TĨNH / SỞ NỘI VỤ" two; "… / VĂN PHÒNG" is the office of the agency above.
    """
    agencies: list[list[str]] = []
    for line in lines:
        if agencies and (begins_place(line) or not begins_agency(line) or _unfinished(agencies[-1][-1])):
            agencies[-1].append(line)
        else:
            agencies.append([line])
    if len(agencies) > 1 and one_tone(" ".join(agencies[-1])) in NAMELESS:
        return [*agencies[-1], *agencies[-2]], True
    return (agencies[-1] if agencies else []), False


def _unfinished(line: str) -> bool:
    """Whether a name cannot end so: "SỞ KẾ HOẠCH VÀ" goes on below."""
    return one_tone(line).split()[-1] in {"VÀ", "-", "CỦA", "ĐOÀN"} or line.rstrip().endswith((",", "-"))


def proper_case(name: str) -> tuple[str, bool]:
    """A name in capitals as people write it, and whether a word of it had to be guessed.

    Known names keep their own capitals, words after a place word begin with one each, the rest is small.
    """
    words = name.split()
    out: list[str] = []
    guessed = in_place = False
    at = 0
    while at < len(words):
        known = _known_at(words, at)
        if known:
            out.append(known)
            at += len(known.split())
            in_place = False
            continue
        word = words[at]
        place = _place_at(words, at)
        if word.strip(".,") in ACRONYMS:
            out.append(word)
        elif place:
            out.append(place)
            at += len(place.split()) - 1
            in_place = True
        elif in_place:
            out.append(word.capitalize())
        else:
            guessed = guessed or at > 0
            out.append(word.lower())
        at += 1
    text = " ".join(out)
    return (text[0].upper() + text[1:] if begins_small(text) else text), guessed


def _known_at(words: list[str], at: int) -> str | None:
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        known = _KNOWN.get(one_tone(" ".join(words[at : at + length])))
        if known:
            return known[0].lower() + known[1:] if at and known in {"Quản lý", "Nhân dân"} else known
    return None


def _place_at(words: list[str], at: int) -> str | None:
    for place in PLACES:
        length = len(place.split())
        if one_tone(" ".join(words[at : at + length])) == place:
            return place.lower()
    return None
