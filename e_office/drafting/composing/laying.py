"""A composition laid out: the paper of its type, with the blanks of a draft for number and day."""

from __future__ import annotations

import re
from io import BytesIO

from e_office.core.paper import Annex, Paper, Signature, Urgency, write
from e_office.drafting.composing.bodies import body_of
from e_office.drafting.composing.facts import Composition
from e_office.drafting.composing.wording import items, paragraphs, tidy, uncapitalised

STAMPS = {"urgent": Urgency.URGENT, "very_urgent": Urgency.VERY_URGENT, "flash": Urgency.EXPRESS}
ADDRESS = re.compile(r"(?:Ông|Bà|Đồng chí|Đ/c)\s+", re.IGNORECASE)


def paper_of(made: Composition) -> Paper:
    """The paper; its number and day are blanks, which are filled when it is issued."""
    head = made.letterhead
    signature, second = signatures_of(made)
    telegram = made.kind.type_code == "CD"
    return Paper(
        agency=head.agency,
        parent=head.parent,
        notation=head.notation,
        place=head.place,
        type_name="" if made.kind.is_letter else made.kind.type.name_vi,
        subject=_subject(made),
        to=items(made.text("to")) if made.kind.to != "never" else (),
        to_label=f"{tidy(made.text('sender'))} điện:" if telegram else "Kính gửi:",
        body=body_of(made),
        signature=signature,
        second=second,
        recipients=recipients_of(made),
        urgency=STAMPS.get(made.urgency, Urgency.NONE),
        annexes=tuple(Annex(title=tidy(one.title), body=tuple(paragraphs(one.text))) for one in made.annexes),
    )


def docx_of(made: Composition) -> BytesIO:
    """The same as `.docx`, at its beginning."""
    stream = BytesIO()
    write(paper_of(made), stream)
    stream.seek(0)
    return stream


def subject_of(made: Composition) -> str:
    """The subject in one line, without a mark at its end."""
    return tidy(made.subject.replace("\n", " ")).rstrip(" .;,:")


def _subject(made: Composition) -> str:
    """The subject on the page; behind the "V/v" of a công văn it begins small."""
    subject = subject_of(made)
    return uncapitalised(subject.removeprefix("V/v ")) if made.kind.is_letter else subject


def signatures_of(made: Composition) -> tuple[Signature | None, Signature | None]:
    """Who signs on the right and, on minutes, the secretary on the left."""
    if made.kind.two_signatures:
        return _signed("Chủ tọa", made.text("chair")), _signed("Thư ký", made.text("secretary"))
    signer = made.signer
    capacity = tuple(tidy(line) for line in signer.capacity)
    return Signature(post=tidy(signer.post), name=tidy(signer.name), capacity=capacity), None


def recipients_of(made: Composition) -> tuple[str, ...]:
    """The lines of "Nơi nhận"."""
    return items("\n".join(made.recipients))


def _signed(post: str, who: str) -> Signature:
    """ "Ông Lê Văn Bình, Phó Chủ tịch" signs with the name alone."""
    return Signature(post=post, name=ADDRESS.sub("", tidy(who).split(",")[0], count=1).strip())
