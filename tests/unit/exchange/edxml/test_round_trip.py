"""Whatever a message may say, it says the same after it was written and read again."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from e_office.core.clock import ZONE
from e_office.exchange import edxml
from e_office.exchange.edxml import checks, facts
from e_office.exchange.edxml.elements import Element, Place, Record, Rest, clean
from tests.factories.edxml import written

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r", exclude_characters="\ufffe\uffff"),
    max_size=12,
).map(clean)
WORD = TEXT.filter(bool)
ATTRIBUTE = WORD.map(lambda text: clean(text.replace("\n", " ").replace("\r", " ").replace("\t", " ")))
DAY = st.dates(min_value=date(1945, 9, 2), max_value=date(9999, 12, 31))
MOMENT = st.integers(200_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, ZONE))
OTHERS = st.sampled_from(["urn:other", "http://www.mic.gov.vn/TBT/QCVN_102_2016"])
NAME = st.builds("{{{}}}Unheard{}".format, OTHERS, st.integers(0, 9))
LEAF = st.builds(Element, NAME, st.just((("level", "1"),)) | st.just(()), TEXT)
REST = st.builds(
    Rest,
    st.lists(st.builds(Element, NAME, st.just(()), TEXT, st.lists(LEAF, max_size=2).map(tuple)), max_size=2).map(tuple),
)


def a(place: Place) -> st.SearchStrategy[Any]:
    """Values for one field, by what the field itself says of its place."""
    simple = {"text": TEXT, "attribute": ATTRIBUTE | st.just(""), "day": DAY | st.none(), "moment": MOMENT | st.none()}
    if place.kind in simple:
        return simple[place.kind]
    if place.kind == "whole":
        return st.none() | st.integers(place.low, place.high)
    if place.kind == "texts":
        return st.lists(TEXT, max_size=3).map(tuple)
    assert place.record is not None
    if place.kind == "one":
        return record(place.record)
    return st.lists(record(place.record), max_size=2).map(tuple)


def record(kind: type[Record], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    fields = {field.name: a(field.metadata["edxml"]) for field in dataclasses.fields(kind) if "edxml" in field.metadata}
    return st.builds(kind, rest=REST, **(fields | given))


ORGAN = record(facts.Organ, organ_id=WORD)
HEADER = record(
    facts.Header,
    sender=ORGAN,
    recipients=st.lists(ORGAN, min_size=1, max_size=3).map(tuple),
    subject=WORD,
    promulgation=record(facts.Promulgation, day=DAY),
)
STATUS = record(
    facts.StatusHeader,
    sender=ORGAN,
    response=record(facts.ResponseFor, document_id=WORD),
    code=st.sampled_from(checks.STATUS_CODES),
    at=MOMENT,
)
TRACE = record(facts.Trace, version=st.sampled_from(["", "1.0"]))
CONTENTS = st.lists(st.binary(min_size=1, max_size=200), max_size=3)


@settings(max_examples=150, deadline=None)
@given(header=HEADER, trace=TRACE, contents=CONTENTS, names=st.lists(TEXT, min_size=3, max_size=3), rest=REST)
def test_a_message_says_the_same_again(
    header: facts.Header, trace: facts.Trace, contents: list[bytes], names: list[str], rest: Rest
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        attachments = [
            attachment(Path(folder), number, *pair) for number, pair in enumerate(zip(contents, names, strict=False))
        ]
        references = tuple(facts.Reference(content_id=one.content_id, sha256=one.sha256) for one in attachments)
        manifest = facts.Manifest(version="1.0", references=references, rest=rest)
        sent = edxml.Message(header=header, trace=trace, manifest=manifest, attachments=tuple(attachments))
        back = read_again(sent, Path(folder))
        assert back == sent
        assert isinstance(back, edxml.Message)
        assert [one.path.read_bytes() for one in back.attachments] == contents


@settings(max_examples=100, deadline=None)
@given(header=STATUS)
def test_a_state_says_the_same_again(header: facts.StatusHeader) -> None:
    sent = edxml.Status(header=header)
    with tempfile.TemporaryDirectory() as folder:
        assert read_again(sent, Path(folder)) == sent


def attachment(folder: Path, number: int, content: bytes, name: str) -> facts.Attachment:
    path = folder / f"in-{number}"
    path.write_bytes(content)
    return facts.Attachment(
        content_id=f"id{number}", name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest(), path=path
    )


def read_again(sent: edxml.Message | edxml.Status, folder: Path) -> edxml.Message | edxml.Status:
    path = folder / "message"
    path.write_bytes(written(sent))
    with path.open("rb") as stream:
        return edxml.read(stream, folder)
