"""Small questions about a line of Vietnamese text, shared by the readers of head and tail."""

from __future__ import annotations

_OLD_TONES = (("HOÀ", "HÒA"), ("HOẢ", "HỎA"), ("UỶ", "ỦY"), ("THOẢ", "THỎA"), ("KHOẺ", "KHỎE"), ("THUỶ", "THỦY"))


def squeeze(text: str) -> str:
    """One space between words, none around."""
    return " ".join(text.split())


def is_capitals(text: str) -> bool:
    """Whether a line is written in capitals; small connecting letters are forgiven."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def one_tone(text: str) -> str:
    """Capitals with the tone marks placed one way (UỶ BAN → ỦY BAN)."""
    text = text.upper()
    for old, new in _OLD_TONES:
        text = text.replace(old, new)
    return text


def begins_small(text: str) -> bool:
    """Whether the first letter is a small one: a line that goes on from the one before."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return first.islower() and text.lstrip()[:1] == first
