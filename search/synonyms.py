"""Abbreviations of the administration (chữ viết tắt) and the words they stand for, folded.

A query is widened with them both ways; the index stores what was written. Source: `domain.md` 5.7.
Ambiguous ones (TT, TTr, CV) are left out: a wrong widening costs more than a missing one.
"""

_WRITTEN = {
    "antt": "an ninh trat tu",
    "atgt": "an toan giao thong",
    "attp": "an toan thuc pham",
    "bcd": "ban chi dao",
    "bhxh": "bao hiem xa hoi",
    "bhyt": "bao hiem y te",
    "bql": "ban quan ly",
    "btv": "ban thuong vu",
    "cbcc": "can bo cong chuc",
    "cbccvc": "can bo cong chuc vien chuc",
    "cchc": "cai cach hanh chinh",
    "cntt": "cong nghe thong tin",
    "dbqh": "dai bieu quoc hoi",
    "gddt": "giao duc va dao tao",
    "gpmb": "giai phong mat bang",
    "hdnd": "hoi dong nhan dan",
    "htx": "hop tac xa",
    "khcn": "khoa hoc va cong nghe",
    "khdt": "ke hoach va dau tu",
    "kkt": "khu kinh te",
    "kntc": "khieu nai to cao",
    "ktxh": "kinh te xa hoi",
    "ldtbxh": "lao dong thuong binh va xa hoi",
    "mttq": "mat tran to quoc",
    "nnptnt": "nong nghiep va phat trien nong thon",
    "ntm": "nong thon moi",
    "nsnn": "ngan sach nha nuoc",
    "pccc": "phong chay chua chay",
    "pct": "pho chu tich",
    "pctn": "phong chong tham nhung",
    "qlda": "quan ly du an",
    "qlnn": "quan ly nha nuoc",
    "qpan": "quoc phong an ninh",
    "qppl": "quy pham phap luat",
    "tand": "toa an nhan dan",
    "tnmt": "tai nguyen va moi truong",
    "tttt": "thong tin va truyen thong",
    "tthc": "thu tuc hanh chinh",
    "ubmttq": "uy ban mat tran to quoc",
    "ubnd": "uy ban nhan dan",
    "vksnd": "vien kiem sat nhan dan",
    "xdcb": "xay dung co ban",
}

EXPANSIONS: dict[tuple[str, ...], tuple[str, ...]] = {
    (short,): tuple(words.split()) for short, words in _WRITTEN.items()
}
CONTRACTIONS: dict[tuple[str, ...], tuple[str, ...]] = {words: short for short, words in EXPANSIONS.items()}
_LONGEST = max(map(len, CONTRACTIONS))


def concepts(words: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Find what has another spelling: `(start, end, the other words)`, longest first, not overlapping."""
    found, at = [], 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            key = tuple(words[at : at + size])
            other = EXPANSIONS.get(key) or CONTRACTIONS.get(key)
            if other:
                found.append((at, at + size, other))
                at += size
                break
        else:
            at += 1
    return found
