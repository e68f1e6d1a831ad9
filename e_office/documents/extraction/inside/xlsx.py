"""Text of an xlsx: the title of each sheet, then its rows, cells divided by tabs, dates as they are read."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date, datetime, time
from typing import BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .lines import Lines
from .package import Package
from .refusal import NoText

DOCTYPE = b"<!DOCTYPE"


def draw(file: BinaryIO, lines: Lines) -> None:
    """Put the text into `lines`.

    :raises NoText: where it is no sound xlsx.
    """
    _refuse_doctypes(Package(file))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # openpyxl tells of styles and extensions it leaves out: no matter for the words.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                lines.add(sheet.title)
                lines.end_line()
                # The declared size may lie: a sheet that says it has a million rows would give as many.
                sheet.reset_dimensions()
                for row in sheet.iter_rows(values_only=True):
                    _row(row, lines)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise NoText("failed", "broken") from error


def _row(row: tuple[object, ...], lines: Lines) -> None:
    cells = [_cell(value) for value in row if value is not None]
    if cells:
        lines.add("\t".join(cells))
        lines.end_line()


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.strftime("%d/%m/%Y" if midnight else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refuse_doctypes(package: Package) -> None:
    """openpyxl leaves entities alone, but a part that declares a document type is no office file at all."""
    for name in package.zip.namelist():
        if name.endswith((".xml", ".rels")):
            with package.zip.open(name) as stream:
                if DOCTYPE in stream.read(8192).replace(b"\0", b""):
                    raise NoText("failed", "doctype")
