"""The filters of the search: the same truth from the index and from the database, for whoever asks."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from e_office.core import jobs
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts
from e_office.people.models import Post
from e_office.registry.service import IncomingFacts, register_incoming
from tests.conftest import Browser, MovingClock
from tests.factories.documents import kept, make_document
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender

SignIn = Callable[[str], Browser]
Lose = Callable[[], None]


@pytest.fixture
def lose_index(office: Office) -> Lose:
    """Takes the index directory away, as a lost disk would."""

    def lose() -> None:
        office.engine.close()
        shutil.rmtree(Path(office.settings.search_url.removeprefix("whoosh://")))

    return lose


@pytest.fixture(params=["index", "database"])
def settle(request: pytest.FixtureRequest, work_off: Callable[[], int], lose_index: Lose) -> Lose:
    """Have the worker done its work; the question is then answered by the index, or without it."""

    def settle() -> None:
        work_off()
        if request.param == "database":
            lose_index()

    return settle


@pytest.fixture
def sent(office: Office, world: World) -> dict[int, str]:
    """Documents between agencies, by id: issued and dispatched by the exchange's own use case."""
    send = Sender(office, world)
    return {
        send("vanthu", "ubnd", "CV", "2026-11-20", "stc", "stnmt", subject="V/v kiểm kê rừng tỉnh"): "to departments",
        send("vanthu.stc", "stc", "BC", "2025-11-21", "ubnd", subject="Báo cáo kiểm kê rừng tài chính"): "to province",
        send("vanthu.stnmt", "stnmt", "CV", "2026-11-22", "stc", subject="V/v kiểm kê rừng môi trường"): "past it",
    }


def seen(browser: Browser, names: dict[int, str], words: str = "kiem ke rung", **filters: object) -> set[str]:
    response = browser.get("/search", query_string={"q": words, **filters})
    assert response.status_code == 200
    ids = {int(number) for number in re.findall(r'<h2><a href="/documents/(\d+)"', response.text)}
    assert f"<h1>{f'{len(ids)} kết quả' if ids else 'Không có kết quả'}</h1>" in response.text
    return {names[number] for number in ids}


BY_DIRECTION: dict[str, tuple[set[str], set[str]]] = {
    "vanthu": ({"to departments"}, {"to province"}),
    "chuyenvien": ({"to departments"}, {"to province"}),  # in a section of the province's own office
    "vanthu.stc": ({"to province"}, {"to departments", "past it"}),
    "giamdoc.stnmt": ({"past it"}, {"to departments"}),
    "vanthu.sct": (set(), set()),
    "kiemtoan": (set(), set()),
}


@pytest.mark.usefixtures("both_databases")
def test_a_document_is_outgoing_for_its_issuer_and_incoming_where_it_was_sent(
    sign_in: SignIn, sent: dict[int, str], settle: Lose
) -> None:
    settle()
    for login, (outgoing, incoming) in BY_DIRECTION.items():
        person = sign_in(login)
        assert seen(person, sent, direction="outgoing") == outgoing, login
        assert seen(person, sent, direction="incoming") == incoming, login
        assert seen(person, sent, direction=["incoming", "outgoing"]) == outgoing | incoming, login
        assert seen(person, sent, direction="sideways") == set(), login


def test_the_directions_are_counted_for_whoever_asks(
    sign_in: SignIn, sent: dict[int, str], work_off: Callable[[], int]
) -> None:
    work_off()
    for login, counts in {
        "vanthu": {"incoming": "1", "outgoing": "1"},
        "vanthu.stc": {"incoming": "2", "outgoing": "1"},
        "giamdoc.stnmt": {"incoming": "1", "outgoing": "1"},
    }.items():
        person = sign_in(login)
        seen(person, sent)
        assert dict(re.findall(r'name="direction" value="(\w+)".*?class="n">(\d+)<', person.page)) == counts, login


def test_somebody_of_two_agencies_finds_what_passed_between_them_both_ways(
    sign_in: SignIn, office: Office, world: World, sent: dict[int, str], settle: Lose
) -> None:
    with office.transaction() as session:
        person_id, unit_id = world.persons["vanthu.stc"], world.units["ubnd"]
        session.add(Post(person_id=person_id, unit_id=unit_id, role=Role.SPECIALIST, title="Thư ký", position=9))
    settle()
    person = sign_in("vanthu.stc")
    assert seen(person, sent, direction="outgoing") == {"to province", "to departments"}
    assert seen(person, sent, direction="incoming") == {"to province", "to departments", "past it"}


def test_what_was_opened_to_somebody_by_name_is_incoming_unless_his_own_agency_issued_it(
    sign_in: SignIn, office: Office, world: World, settle: Lose
) -> None:
    clerk, units = world.actor("vanthu"), world.units
    named = (world.persons["giamdoc.stnmt"], world.persons["kiemtoan"])
    document = make_document(
        office, clerk, units["ubnd"], persons=named, issuer_unit_id=units["ubnd"], subject="V/v kiểm kê rừng"
    )
    names = {document.id: "named"}
    settle()
    assert seen(sign_in("giamdoc.stnmt"), names, direction="incoming") == {"named"}
    assert seen(sign_in("giamdoc.stnmt"), names, direction="outgoing") == set()
    auditor = sign_in("kiemtoan")  # has no right to content, but works in the agency that issued it
    assert seen(auditor, names, direction="outgoing") == {"named"}
    assert seen(auditor, names, direction="incoming") == set()


@pytest.mark.usefixtures("both_databases")
def test_every_filter_narrows_with_and_without_an_index(
    sign_in: SignIn, office: Office, world: World, sent: dict[int, str], settle: Lose
) -> None:
    with office.transaction() as session:
        session.get_one(Document, next(iter(sent))).kind = Kind.CONCLUSION
    settle()
    clerk = sign_in("vanthu.stc")
    stc, stnmt = str(world.units["stc"]), str(world.units["stnmt"])
    assert seen(clerk, sent, year="2025") == {"to province"}
    assert seen(clerk, sent, year=["2025", "2026"]) == set(sent.values())
    assert seen(clerk, sent, unit=stnmt) == {"past it"}
    assert seen(clerk, sent, unit=[stnmt, stc]) == {"past it", "to province"}
    assert seen(clerk, sent, doc_type="BC") == {"to province"}
    assert seen(clerk, sent, unit=stnmt, year="2025") == set()
    assert seen(clerk, sent, unit=stnmt, year="2026", direction="incoming", doc_type="CV") == {"past it"}
    for nonsense in ("", "x", "-1", "9" * 30, "²", "0"):
        assert seen(clerk, sent, year=nonsense or "none") == set()
        assert seen(clerk, sent, unit=nonsense or "none") == set()


def chips(person: Browser) -> dict[str, tuple[int, bool]]:
    """The chips over the results: name to figure, and whether it is the one chosen."""
    nav = re.search(r'<nav class="chips" aria-label="Nhóm">(.*?)</nav>', person.page, re.DOTALL)
    assert nav, "no chips"
    found = re.findall(
        r'<a class="chip[^"]*" href="[^"]*"( aria-current="true")?>\s*([^<]*?) <b>(\d+)</b>', nav.group(1)
    )
    return {name: (int(n), bool(current)) for current, name, n in found}


def test_conclusions_are_one_click_away_whatever_there_is_of_them(
    sign_in: SignIn, office: Office, sent: dict[int, str], settle: Lose
) -> None:
    """M15, M16; with a script or without, before anything was typed, and where there is none at all."""
    with office.transaction() as session:
        session.get_one(Document, next(iter(sent))).kind = Kind.CONCLUSION
    settle()
    person = sign_in("vanthu.stc")
    seen(person, sent, words="")
    none, some = (0, False), (3, True)
    kinds = {"Kết luận": (1, False), "Giấy mời": none, "Tài liệu họp": none, "Văn bản trong sổ": (2, False)}
    kinds["Dự thảo"] = none
    assert chips(person) == {"Tất cả": some, **kinds}
    assert list(chips(person))[1] == "Kết luận"
    link = re.search(r'href="([^"]*)">\s*Kết luận <b>', person.page)
    assert link
    page = person.get(link.group(1).replace("&amp;", "&")).text
    assert re.findall(r'<h2><a href="/documents/(\d+)"', page) == [str(next(iter(sent)))]
    assert chips(person)["Kết luận"] == (1, True)
    assert chips(person)["Văn bản trong sổ"] == (2, False)  # the others stay on offer
    assert '<input type="hidden" name="kind" value="conclusion">' in page  # the next words are asked in the same group
    empty = sign_in("vanthu.sct")
    assert seen(empty, sent, words="") == set()
    assert chips(empty) == dict.fromkeys(["Tất cả", *kinds], none) | {"Tất cả": (0, True)}
    assert seen(empty, sent, words="kiem ke", kind="conclusion") == set()
    assert chips(empty)["Kết luận"] == (0, True)


def test_a_kind_is_kept_while_another_filter_is_dropped(
    sign_in: SignIn, sent: dict[int, str], work_off: Callable[[], int]
) -> None:
    work_off()
    person = sign_in("vanthu.stc")
    assert seen(person, sent, kind="register", year="2025") == {"to province"}
    (without,) = re.findall(r'<a class="chip" href="([^"]*)" aria-label="Bỏ lọc 2025"', person.page)
    assert "kind=register" in without
    assert "year" not in without
    (clear,) = re.findall(r'class="applied-clear" href="([^"]*)"', person.page)
    assert clear == "/search?q=kiem+ke+rung"


OUTSIDE = "Tập đoàn <Sông> Lam & Con"


def take_in(office: Office, world: World, issuer: str, number: int, *, unit: str = "stc") -> int:
    """The clerk of a unit registers what came on paper or by mail from somewhere."""
    facts = DocumentFacts(
        owner_unit_id=world.units[unit], type_code="CV", code=f"{number}/CV", issued_on=date(2026, 11, 20),
        issuer_name=issuer, subject=f"V/v kiểm kê rừng số {number}",
    )  # fmt: skip
    file = kept(office)
    with office.transaction():
        wanted = IncomingFacts(unit_id=world.units[unit], document=facts)
        return register_incoming(office, world.actor(f"vanthu.{unit}"), wanted, [file]).document_id


@pytest.mark.usefixtures("both_databases")
def test_issuers_outside_the_installation_can_be_chosen_by_name(
    sign_in: SignIn, office: Office, world: World, settle: Lose
) -> None:
    names = {take_in(office, world, OUTSIDE, n): f"outside {n}" for n in (1, 2)}
    names[take_in(office, world, "Bộ Xây dựng", 3)] = "ministry"
    names[take_in(office, world, "UBND HUYỆN KỲ ANH", 4)] = "district"
    names[take_in(office, world, "12345", 5)] = "no name"
    settle()
    clerk = sign_in("vanthu.stc")
    assert seen(clerk, names) == set(names.values())
    if "Chỉ mục tìm kiếm đang được dựng lại" not in clerk.page:
        offered = re.findall(r'name="unit" value="([^"]*)".*?<span>([^<]*)</span><span class="n">(\d+)', clerk.page)
        kyanh = str(world.units["kyanh"])
        shown = "Tập đoàn &lt;Sông&gt; Lam &amp; Con"
        assert offered[0] == (shown, shown, "2")
        assert set(offered[1:]) == {
            ("Bộ Xây dựng", "Bộ Xây dựng", "1"),
            (kyanh, "Ủy ban nhân dân huyện Kỳ Anh", "1"),  # however its name is written
        }
    assert seen(clerk, names, unit=OUTSIDE) == {"outside 1", "outside 2"}
    assert 'aria-label="Bỏ lọc Tập đoàn &lt;Sông&gt; Lam &amp; Con"' in clerk.page
    assert seen(clerk, names, unit=[OUTSIDE, "Bộ Xây dựng"]) == {"outside 1", "outside 2", "ministry"}
    assert seen(clerk, names, unit=str(world.units["kyanh"])) == {"district"}
    assert seen(clerk, names, unit="12345") == set()
    assert seen(clerk, names, direction="incoming") == set(names.values())


def test_more_issuers_than_fit_unfold(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    names = {take_in(office, world, f"Công ty số {n}", n): str(n) for n in range(1, 12)}
    work_off()
    clerk = sign_in("vanthu.stc")
    assert seen(clerk, names, unit="Công ty số 11") == {"11"}
    (fieldset,) = re.findall(r"<legend>Cơ quan ban hành</legend>(.*?)</fieldset>", clerk.page, re.DOTALL)
    shown, unfolded = fieldset.split("<details>")
    assert "<summary>3 nữa</summary>" in unfolded
    assert 'value="Công ty số 11" checked' in shown  # what is ticked is never folded away
    assert shown.count('name="unit"') == 8
    assert unfolded.count('name="unit"') == 3


@pytest.mark.parametrize(
    ("issuer", "known"),
    [
        ("Sở Tài nguyên và Môi trường", "stnmt"),
        ("Sở TNMT", "stnmt"),
        ("ỦY BAN NHÂN DÂN HUYỆN KỲ ANH", "kyanh"),
        ("Bộ Tài chính", None),
        ("Sở Tài chính", None),  # a document of one's own that is registered as incoming came from outside all the same
        ("", None),
    ],
)
def test_an_issuer_that_works_here_is_known_by_its_name(
    office: Office, world: World, issuer: str, known: str | None
) -> None:
    document = office.session.get_one(Document, take_in(office, world, issuer or "không rõ", 1))
    assert document.issuer_unit_id == (world.units[known] if known else None)


LATE = "Kết quả có thể thiếu"


def test_a_worker_that_is_away_is_told_after_a_minute(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    sent: dict[int, str],
    work_off: Callable[[], int],
) -> None:
    """One document for an hour tells more than twenty for a second."""
    work_off()
    clerk = sign_in("vanthu")
    made = make_document(office, world.actor("vanthu"), world.units["ubnd"], subject="V/v kiểm kê rừng mới")
    names = sent | {made.id: "new"}
    assert "new" not in seen(clerk, names)
    assert LATE not in clerk.page  # nobody is told of what is done in a moment
    clock.move(seconds=59)
    seen(clerk, names)
    assert LATE not in clerk.page
    clock.move(seconds=2)
    seen(clerk, names)
    assert f"{LATE}: 2 văn bản và tệp mới" in clerk.page  # the document, and the words of its file
    work_off()
    assert "new" in seen(clerk, names)
    assert LATE not in clerk.page


def test_words_that_wait_to_be_drawn_count_as_much_as_documents(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, sent: dict[int, str]
) -> None:
    jobs.drain(office)
    make_document(office, world.actor("vanthu"), world.units["ubnd"], subject="V/v kiểm kê rừng mới")
    while jobs.run_due(office, only={"documents.index_documents"}).tried:
        pass
    clerk = sign_in("vanthu")
    clock.move(minutes=2)
    seen(clerk, sent | {max(sent) + 1: "found by its subject"})
    assert f"{LATE}: 1 văn bản và tệp mới" in clerk.page


def test_many_at_once_are_told_at_once(
    sign_in: SignIn, office: Office, world: World, sent: dict[int, str], work_off: Callable[[], int]
) -> None:
    work_off()
    clerk = sign_in("vanthu")
    for number in range(19):
        make_document(office, world.actor("vanthu"), world.units["ubnd"], [], subject=f"V/v {number}")
    seen(clerk, sent)
    assert LATE not in clerk.page
    make_document(office, world.actor("vanthu"), world.units["ubnd"], [], subject="V/v 20")
    seen(clerk, sent)
    assert f"{LATE}: 20 văn bản và tệp mới" in clerk.page


@pytest.mark.parametrize("damage", ["gone", "noise", "another schema"])
def test_a_broken_index_is_said_and_the_database_answers(
    sign_in: SignIn, office: Office, sent: dict[int, str], work_off: Callable[[], int], damage: str
) -> None:
    work_off()
    root = Path(office.settings.search_url.removeprefix("whoosh://"))
    office.engine.close()
    for path in [path for path in root.rglob("*") if path.is_file()]:
        if damage == "gone":
            path.unlink()
        elif damage == "noise":
            path.write_bytes(os.urandom(path.stat().st_size))
        elif path.suffix == ".seal":
            path.write_text(path.read_text().replace('"schema": ', '"schema": 9'))
    clerk = sign_in("vanthu.stc")
    assert seen(clerk, sent) == set(sent.values())
    assert "Chỉ mục tìm kiếm đang được dựng lại" in clerk.page
    assert seen(clerk, sent, direction="outgoing") == {"to province"}
    for page in ("/", "/search", f"/documents/{next(iter(sent))}"):
        assert clerk.get(page).status_code == 200, page


def test_one_result_and_several_are_told_in_english_as_they_should_be(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, sent: dict[int, str], work_off: Callable[[], int]
) -> None:
    work_off()
    person = sign_in("vanthu.stc")
    person.client.set_cookie("lang", "en")
    for year, told in (("2025", "1 result"), ("2026", "2 results")):
        page = person.get("/search", query_string={"q": "kiem ke rung", "year": year}).text
        assert re.findall("<h1>([^<]*)</h1>", page) == [told]
    clerk = world.actor("vanthu")
    for told in ("1 new document or file is", "2 new documents and files are"):
        make_document(office, clerk, world.units["ubnd"], [], subject="V/v kiểm kê rừng mới")
        clock.move(minutes=2)
        assert f"{told} still waiting to be indexed" in person.get("/search").text
