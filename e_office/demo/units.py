"""The units of the demonstration province: Hà Tĩnh as it was organised when the Decision was made.

Source: domain.md 6.1. The names are real; **every unit code (OrganId) is fictitious**, and the mailboxes stand
under `hatinh.example`, a name that RFC 2606 keeps from ever existing.
"""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "hatinh.example"
PROVINCE = "UBND"
OFFICE = "VP"


@dataclass(frozen=True, kw_only=True)
class DemoUnit:
    """A unit. `key` names it in this package; `code` is its (fictitious) OrganId.

    `head` is the post of its head; `letterhead` its name as printed, "\\n" where the line breaks; `parent_head`
    the agency printed above it; `desks` the drafting sections that stand in the notation of its công văn.
    `is_agency`: has registers of its own; `is_state_agency`: counts for the ratio (domain.md 3).
    """

    key: str
    code: str
    name: str
    short_name: str
    notation: str
    level: str
    parent: str | None
    head: str
    desks: tuple[str, ...]
    place: str
    mailbox: str
    letterhead: str
    parent_head: str
    is_agency: bool
    is_state_agency: bool
    position: int


# key, name, short name, notation, head, drafting sections
_DEPARTMENTS = (
    ("SNV", "Sở Nội vụ", "Sở Nội vụ", "SNV", "Giám đốc", "CCHC TCBC XDCQ"),
    ("STP", "Sở Tư pháp", "Sở Tư pháp", "STP", "Giám đốc", "VB KTVB HCTP"),
    ("SKHDT", "Sở Kế hoạch và Đầu tư", "Sở KH&ĐT", "SKHĐT", "Giám đốc", "TH KTĐN DN"),
    ("STC", "Sở Tài chính", "Sở Tài chính", "STC", "Giám đốc", "NS ĐT GCS"),
    ("SCT", "Sở Công Thương", "Sở Công Thương", "SCT", "Giám đốc", "QLCN QLTM NL"),
    ("SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT", "SNNPTNT", "Giám đốc", "KHTC CN TL"),
    ("SGTVT", "Sở Giao thông vận tải", "Sở GTVT", "SGTVT", "Giám đốc", "QLGT QLDA VT"),
    ("SXD", "Sở Xây dựng", "Sở Xây dựng", "SXD", "Giám đốc", "QH QLXD HTKT"),
    ("STNMT", "Sở Tài nguyên và Môi trường", "Sở TN&MT", "STNMT", "Giám đốc", "KS QLĐĐ MT"),
    ("STTTT", "Sở Thông tin và Truyền thông", "Sở TT&TT", "STTTT", "Giám đốc", "CNTT BCXB TTr"),
    ("SLDTBXH", "Sở Lao động - Thương binh và Xã hội", "Sở LĐ-TB&XH", "SLĐTBXH", "Giám đốc", "BTXH DN NCC"),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "Sở VH,TT&DL", "SVHTTDL", "Giám đốc", "DSVH NVDL TT"),
    ("SKHCN", "Sở Khoa học và Công nghệ", "Sở KH&CN", "SKHCN", "Giám đốc", "QLKH QLCN TCĐLCL"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", "SGDĐT", "Giám đốc", "GDTrH KHTC TCCB"),
    ("SYT", "Sở Y tế", "Sở Y tế", "SYT", "Giám đốc", "NVY KHTC QLD"),
    ("TTR", "Thanh tra tỉnh", "Thanh tra tỉnh", "TTr", "Chánh Thanh tra", "NV1 NV3 VP"),
    ("SNGV", "Sở Ngoại vụ", "Sở Ngoại vụ", "SNgV", "Giám đốc", "HTQT LS VP"),
)
_BOARDS = (
    ("KKTVA", "Ban Quản lý Khu kinh tế Vũng Áng", "BQL KKT Vũng Áng", "KKT", "Trưởng ban", "ĐT QHXD TNMT"),
    (
        "KKTCT", "Ban Quản lý Khu kinh tế cửa khẩu quốc tế Cầu Treo", "BQL KKT Cầu Treo", "KKTCT", "Trưởng ban",
        "KHĐT VP",
    ),
    (
        "NTM", "Văn phòng Điều phối Chương trình nông thôn mới tỉnh", "VP Điều phối NTM", "VPNTM", "Chánh Văn phòng",
        "NV KH",
    ),
)  # fmt: skip
_CENTRAL = (
    ("CA", "Công an tỉnh", "Công an tỉnh", "CAT", "Giám đốc", "PV01 PA04"),
    ("BCHQS", "Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS tỉnh", "BCHQS", "Chỉ huy trưởng", "TM"),
    ("BDBP", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "Bộ CH BĐBP tỉnh", "BCHBP", "Chỉ huy trưởng", "TM"),
    ("CT", "Cục Thuế tỉnh", "Cục Thuế tỉnh", "CT", "Cục trưởng", "THNVDT"),
    ("KBNN", "Kho bạc Nhà nước tỉnh", "Kho bạc NN tỉnh", "KBHT", "Giám đốc", "KSC"),
    ("CTK", "Cục Thống kê tỉnh", "Cục Thống kê tỉnh", "CTK", "Cục trưởng", "TH"),
    ("NHNN", "Ngân hàng Nhà nước chi nhánh tỉnh", "NHNN chi nhánh tỉnh", "HTI", "Giám đốc", "TH"),
    ("BHXH", "Bảo hiểm xã hội tỉnh", "BHXH tỉnh", "BHXH", "Giám đốc", "QLT"),
    ("THADS", "Cục Thi hành án dân sự tỉnh", "Cục THADS tỉnh", "CTHADS", "Cục trưởng", "NV"),
    ("TAND", "Tòa án nhân dân tỉnh", "TAND tỉnh", "TA", "Chánh án", "VP"),
    ("VKSND", "Viện kiểm sát nhân dân tỉnh", "VKSND tỉnh", "VKS", "Viện trưởng", "VP"),
)
_BODIES = (
    ("TU", "Văn phòng Tỉnh ủy", "VP Tỉnh ủy", "VPTU", "Chánh Văn phòng", "TH"),
    ("HDND", "Văn phòng Đoàn ĐBQH và HĐND tỉnh", "VP Đoàn ĐBQH và HĐND", "VP", "Chánh Văn phòng", "TH"),
    ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "UBMTTQ tỉnh", "MTTQ", "Chủ tịch", "BTT"),
    ("PTTH", "Đài Phát thanh và Truyền hình tỉnh", "Đài PT-TH tỉnh", "PTTH", "Giám đốc", "VP"),
)
# key, name, the name of the place, two of its communes
_DISTRICTS = (
    ("TPHT", "thành phố Hà Tĩnh", "TP Hà Tĩnh", ("phường Bắc Hà", "xã Thạch Trung")),
    ("HONGLINH", "thị xã Hồng Lĩnh", "Hồng Lĩnh", ("phường Bắc Hồng", "xã Thuận Lộc")),
    ("NGHIXUAN", "huyện Nghi Xuân", "Nghi Xuân", ("thị trấn Nghi Xuân", "xã Cương Gián")),
    ("DUCTHO", "huyện Đức Thọ", "Đức Thọ", ("thị trấn Đức Thọ", "xã Tùng Ảnh")),
    ("HUONGSON", "huyện Hương Sơn", "Hương Sơn", ("thị trấn Phố Châu", "xã Sơn Kim 1")),
    ("HUONGKHE", "huyện Hương Khê", "Hương Khê", ("thị trấn Hương Khê", "xã Phúc Trạch")),
    ("VUQUANG", "huyện Vũ Quang", "Vũ Quang", ("thị trấn Vũ Quang", "xã Đức Lĩnh")),
    ("CANLOC", "huyện Can Lộc", "Can Lộc", ("thị trấn Nghèn", "xã Thiên Lộc")),
    ("LOCHA", "huyện Lộc Hà", "Lộc Hà", ("xã Thạch Bằng", "xã Thạch Kim")),
    ("THACHHA", "huyện Thạch Hà", "Thạch Hà", ("thị trấn Thạch Hà", "xã Thạch Khê")),
    ("CAMXUYEN", "huyện Cẩm Xuyên", "Cẩm Xuyên", ("thị trấn Cẩm Xuyên", "thị trấn Thiên Cầm")),
    ("KYANH", "huyện Kỳ Anh", "Kỳ Anh", ("xã Kỳ Phương", "xã Kỳ Lợi")),
)
_SECTIONS = (
    ("TH1", "Phòng Tổng hợp 1"),
    ("NL1", "Phòng Nông - Lâm - Tài nguyên"),
    ("CN1", "Phòng Công nghiệp - Xây dựng"),
    ("TM1", "Phòng Tài chính - Thương mại"),
    ("VX1", "Phòng Văn xã"),
    ("NC1", "Phòng Nội chính"),
    ("HC1", "Phòng Hành chính - Tổ chức"),
    ("CBTH", "Trung tâm Công báo - Tin học"),
)


def _unit(key: str, number: int, name: str, level: str, **other: object) -> DemoUnit:
    facts: dict[str, object] = {
        "short_name": name,
        "notation": key,
        "parent": PROVINCE,
        "head": "Giám đốc",
        "desks": (),
        "place": "Hà Tĩnh",
        "mailbox": f"vanthu.{key.lower()}@{DOMAIN}",
        "letterhead": name.upper(),
        "parent_head": "UBND TỈNH HÀ TĨNH",
        "is_agency": True,
        "is_state_agency": True,
    } | other
    code = f"000.00.{number:02d}.H27"
    return DemoUnit(key=key, code=code, name=name, level=level, position=number, **facts)  # type: ignore[arg-type]


def _province() -> list[DemoUnit]:
    whole = {"parent_head": "", "letterhead": "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH", "notation": "UBND"}
    province = _unit(
        PROVINCE, 0, "Ủy ban nhân dân tỉnh Hà Tĩnh", "province",
        **whole, parent=None, short_name="UBND tỉnh", head="Chủ tịch", mailbox=f"vanthu.ubnd@{DOMAIN}",
    )  # fmt: skip
    office = _unit(
        OFFICE, 1, "Văn phòng Ủy ban nhân dân tỉnh", "office",
        **whole, short_name="VP UBND tỉnh", head="Chánh Văn phòng", is_agency=False, mailbox=f"vpubnd@{DOMAIN}",
    )  # fmt: skip
    sections = [
        _unit(
            key, 80 + place, name, "section",
            **whole, parent=OFFICE, short_name=f"Phòng {key}" if key != "CBTH" else "TT Công báo - Tin học",
            head="Trưởng phòng" if key != "CBTH" else "Giám đốc", is_agency=False, mailbox="",
        )
        for place, (key, name) in enumerate(_SECTIONS)
    ]  # fmt: skip
    return [province, office, *sections]


def _agencies() -> list[DemoUnit]:
    groups = (
        ("department", _DEPARTMENTS, 2, True),
        ("board", _BOARDS, 20, True),
        ("central", _CENTRAL, 40, True),
        ("body", _BODIES, 60, False),
    )
    made = []
    for level, rows, first, state in groups:
        for place, (key, name, short, notation, head, desks) in enumerate(rows):
            parent_head = "UBND TỈNH HÀ TĨNH" if level in {"department", "board"} else ""
            made.append(
                _unit(
                    key, first + place, name, level,
                    short_name=short, notation=notation, head=head, desks=tuple(desks.split()),
                    parent_head=parent_head, is_state_agency=state,
                )
            )  # fmt: skip
    return made


def _districts() -> list[DemoUnit]:
    made = []
    for place, (key, name, town, communes) in enumerate(_DISTRICTS):
        number = 25 + place
        made.append(
            _unit(
                key, number, f"Ủy ban nhân dân {name}", "district",
                short_name=f"UBND {name}", notation="UBND", head="Chủ tịch", desks=("VP", "KT", "TN"),
                place=town, letterhead=f"ỦY BAN NHÂN DÂN\n{name.upper()}", parent_head="",
            )
        )  # fmt: skip
        for order, commune in enumerate(communes, start=1):
            made.append(_commune(key, number, order, name, commune))
    return made


def _commune(district: str, number: int, order: int, within: str, name: str) -> DemoUnit:
    unit = _unit(
        f"{district}-{order}", number, f"Ủy ban nhân dân {name}, {within}", "commune",
        parent=district, short_name=f"UBND {name}", notation="UBND", head="Chủ tịch", desks=("VP",),
        place=name.split(" ", 1)[1].removeprefix("trấn "), letterhead=f"ỦY BAN NHÂN DÂN\n{name.upper()}",
        parent_head=f"UBND {within.upper()}",
    )  # fmt: skip
    return DemoUnit(**{**vars(unit), "code": f"000.{order:02d}.{number:02d}.H27"})


UNITS: tuple[DemoUnit, ...] = (*_province(), *_agencies(), *_districts())
"""Every unit, parents before children."""

BY_KEY = {unit.key: unit for unit in UNITS}

DEPARTMENTS = tuple(unit.key for unit in UNITS if unit.level == "department")
BOARDS = tuple(unit.key for unit in UNITS if unit.level == "board")
DISTRICTS = tuple(unit.key for unit in UNITS if unit.level == "district")
SECTIONS = tuple(unit.key for unit in UNITS if unit.level == "section")
"""Sections of the office that draft for the province."""
