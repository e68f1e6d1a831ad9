"""Between elements and records: reads and writes any record by what its fields say of their places."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from lxml import etree

from e_office.core.clock import ZONE, local
from e_office.core.problems import msg
from e_office.exchange.edxml.elements import EDXML, Element, Place, Record, Rest, clean
from e_office.exchange.edxml.limits import Report

R = TypeVar("R", bound=Record)

DAY = "%Y/%m/%d"
MOMENT = "%Y/%m/%d %H:%M:%S"
DASHED = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}:\d{2}))?$")
"""2026-11-24 and 2026-11-24T08:30:00: not as the regulation writes them, but they mean one thing only."""


def is_element(node: Any) -> bool:
    """Whether a node is an element, and no comment or instruction."""
    return isinstance(node.tag, str)


def local_name(node: etree._Element) -> str:
    """The name without its namespace."""
    return str(etree.QName(node).localname)


def named(node: etree._Element, *names: str) -> bool:
    """Whether an element is one of QCVN 102 with one of these names."""
    return is_element(node) and etree.QName(node).namespace == EDXML and local_name(node) in names


def as_element(node: etree._Element) -> Element:
    """A whole element as a fact."""
    attributes = tuple(sorted((str(key), clean(str(value))) for key, value in node.attrib.items()))
    children = tuple(as_element(child) for child in node if is_element(child))
    return Element(str(node.tag), attributes, clean(node.text or ""), children, clean(node.tail or ""))


class Reader:
    """Reads records out of a tree and reports what is wrong with them, all of it."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def record(self, kind: type[R], node: etree._Element, where: str = "", **given: Any) -> R:
        """A record from its element; `given` are fields that stand elsewhere."""
        where = where or local_name(node)
        values: dict[str, Any] = dict(given)
        known: set[Any] = set()
        attributes: set[str] = set()
        for field in dataclasses.fields(kind):
            place: Place | None = field.metadata.get("edxml")
            if place is None or field.name in given:
                continue
            if place.kind == "attribute":
                values[field.name] = clean(str(node.get(place.name, "")))
                attributes.add(place.name)
                continue
            nodes = list(self._nodes(node, place, known, where))
            values[field.name] = self._value(place, nodes, where)
        return kind(**values, rest=self.rest(node, known, attributes, where))

    def rest(self, node: etree._Element, known: set[Any], attributes: set[str], where: str) -> Rest:
        """What no field took."""
        stray = clean("".join([node.text or "", *(child.tail or "" for child in node)]))
        if stray:
            self.report.warn("stray_text", msg("Bỏ qua chữ lạc trong %(where)s.", where=where), where)
        elements = [as_element(child) for child in node if is_element(child) and child not in known]
        more = [(str(key), clean(str(value))) for key, value in node.attrib.items() if key not in attributes]
        return Rest(tuple(dataclasses.replace(one, tail="") for one in elements), tuple(sorted(more)))

    def _nodes(self, node: etree._Element, place: Place, known: set[Any], where: str) -> Iterator[etree._Element]:
        """The elements of a field; those within a wrapper are looked for there."""
        if not place.inside:
            found = [child for child in node if named(child, place.name)]
            known.update(found)
            yield from found
            return
        for wrapper in [child for child in node if named(child, place.inside)]:
            known.add(wrapper)
            for child in wrapper:
                if named(child, place.name):
                    yield child
                elif is_element(child):
                    lost = f"{where}/{place.inside}/{local_name(child)}"
                    self.report.warn("element_lost", msg("Không nhận ra %(where)s, đã bỏ qua.", where=lost), lost)

    def _value(self, place: Place, nodes: list[etree._Element], where: str) -> Any:
        where = f"{where}/{place.inside}/{place.name}" if place.inside else f"{where}/{place.name}"
        if place.kind == "many":
            assert place.record is not None
            return tuple(self.record(place.record, one, where) for one in nodes)
        if place.kind == "texts":
            return tuple(self._text(one, where) for one in nodes)
        if len(nodes) > 1:
            self.report.problem("element_twice", msg("%(where)s có hai lần.", where=where), where)
        if place.kind == "one":
            assert place.record is not None
            return self.record(place.record, nodes[0], where) if nodes else place.record()
        text = self._text(nodes[0], where) if nodes else ""
        return text if place.kind == "text" else self._parsed(place, text, where)

    def _text(self, node: etree._Element, where: str) -> str:
        if any(is_element(child) for child in node):
            self.report.problem("not_text", msg("%(where)s phải là chữ, không phải thẻ.", where=where), where)
        if node.attrib:
            self.report.warn("attribute_lost", msg("Bỏ qua thuộc tính của %(where)s.", where=where), where)
        return clean("".join([node.text or "", *(child.tail or "" for child in node)]))

    def _parsed(self, place: Place, text: str, where: str) -> Any:
        if not text:
            return None
        if place.kind == "whole":
            return self._whole(place, text, where)
        if found := DASHED.match(text):
            self.report.warn("date_form", msg("%(where)s viết ngày khác quy định: %(text)s.", where=where, text=text))
            text = "/".join(found.group(1, 2, 3)) + (f" {found.group(4)}" if found.group(4) else "")
        try:
            if place.kind == "day":
                return datetime.strptime(text, DAY).replace(tzinfo=ZONE).date()
            return datetime.strptime(text, MOMENT).replace(tzinfo=ZONE)
        except ValueError:
            form = "yyyy/MM/dd" if place.kind == "day" else "yyyy/MM/dd HH:mm:ss"
            message = msg(
                "%(where)s ghi %(text)s, không phải ngày theo dạng %(form)s.", where=where, text=text, form=form
            )
            self.report.problem("wrong_date", message, where)
            return None

    def _whole(self, place: Place, text: str, where: str) -> int | None:
        if re.fullmatch(r"\d{1,10}", text) and text.isascii() and place.low <= int(text) <= place.high:
            return int(text)
        message = msg(
            "%(where)s ghi %(text)s, phải là số từ %(low)s đến %(high)s.",
            where=where, text=text[:40], low=place.low, high=place.high,
        )  # fmt: skip
        self.report.problem("wrong_number", message, where)
        return None


def write_record(parent: etree._Element, name: str, record: Record) -> etree._Element:
    """A record as an element of its parent, fields in the order of the regulation."""
    node = etree.SubElement(parent, f"{{{EDXML}}}{name}")
    fill(node, record)
    return node


def fill(node: etree._Element, record: Record) -> None:
    """Write the fields of a record into its element, then what no field is made for."""
    for field in dataclasses.fields(record):
        place: Place | None = field.metadata.get("edxml")
        value = getattr(record, field.name)
        if place is None or value in (None, "", ()) or (place.kind == "one" and value == type(value)()):
            continue
        if place.kind == "attribute":
            node.set(place.name, value)
            continue
        parent = etree.SubElement(node, f"{{{EDXML}}}{place.inside}") if place.inside else node
        for one in value if isinstance(value, tuple) else (value,):
            _write_value(parent, place, one)
    write_rest(node, record.rest)


def write_rest(node: etree._Element, rest: Rest) -> None:
    """Put back what came besides the fields."""
    for key, value in rest.attributes:
        node.set(key, value)
    for element in rest.elements:
        write_element(node, element)


def write_element(parent: etree._Element, element: Element) -> etree._Element:
    """An element that was kept whole."""
    node = etree.SubElement(parent, element.name)
    for key, value in element.attributes:
        node.set(key, value)
    node.text = element.text or None
    node.tail = element.tail or None
    for child in element.children:
        write_element(node, child)
    return node


def _write_value(parent: etree._Element, place: Place, value: Any) -> None:
    if isinstance(value, Record):
        write_record(parent, place.name, value)
        return
    node = etree.SubElement(parent, f"{{{EDXML}}}{place.name}")
    if isinstance(value, datetime):
        node.text = local(value).replace(tzinfo=None).isoformat(" ", "seconds").replace("-", "/")
    elif isinstance(value, date):
        node.text = value.isoformat().replace("-", "/")
    else:
        node.text = str(value)
