"""Where parsers put what they read: lines of text, bounded in their sum."""

from __future__ import annotations


class TooMuchText(Exception):
    """The limit of characters is reached; what was taken until then stands."""


class Lines:
    """Gathers text into lines; runs of empty lines become one, so that empty paragraphs cost nothing."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._lines: list[str] = []
        self._parts: list[str] = []

    def add(self, piece: str) -> None:
        """Go on with the present line.

        :raises TooMuchText: when more characters came than the limit allows.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise TooMuchText
        self._parts.append(piece)

    def end_line(self) -> None:
        """Close the present line.

        :raises TooMuchText: see `add`.
        """
        line = "".join(self._parts).strip()
        self._parts.clear()
        if line or (self._lines and self._lines[-1]):
            self._left -= 1
            if self._left < 0:
                raise TooMuchText
            self._lines.append(line)

    def break_line(self) -> None:
        """Close the present line where it holds anything; leaves no empty line.

        :raises TooMuchText: see `add`.
        """
        if any(map(str.strip, self._parts)):
            self.end_line()
        self._parts.clear()

    def text(self) -> str:
        """All lines so far."""
        self._end_last()
        return "\n".join(self._lines).strip("\n")

    def _end_last(self) -> None:
        """Close the present line even at the limit."""
        if self._parts:
            self._lines.append("".join(self._parts).strip())
            self._parts.clear()
