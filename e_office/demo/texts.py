"""The words of a planned document, made from its matter; the same document always says the same."""

# ruff: noqa: E501 - sentences are read, compared and corrected whole
from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from e_office.core.clock import day_of
from e_office.core.paper import Align, Part, Table, Text, heading
from e_office.core.paper.wording import short_date
from e_office.demo.facts import TYPE_NAMES, PlannedDocument, Reference
from e_office.demo.matters import Matter, Task
from e_office.demo.units import BY_KEY, PROVINCE
from e_office.demo.words import Words


def body(document: PlannedDocument) -> tuple[Part, ...]:
    """The body of a planned document by its type."""
    if document.summary:
        return tuple(_decision_summary(document))
    words = Words(document)
    writers = {
        "BC": _report, "TTr": _proposal, "QĐ": _decision, "KH": _plan, "CT": _directive, "HD": _guidance,
        "CĐ": _telegram,
    }  # fmt: skip
    if document.type_code == "CV":
        letters = {"": _from_outside, PROVINCE: _order}
        return tuple(letters.get(document.issuer, _letter)(words))
    return tuple(writers[document.type_code](words))


def cited(reference: Reference) -> str:
    """ "Công văn số 12/UBND-NL1 ngày 05/3/2026 của UBND tỉnh về việc …"."""
    about = reference.subject.removeprefix("V/v ")
    about = about[:1].lower() + about[1:]
    joint = "" if about.startswith("về ") else "về việc " if reference.type_code == "CV" else "về "
    name = TYPE_NAMES[reference.type_code]
    return f"{name} số {reference.code} ngày {short_date(reference.day)} của {reference.issuer_name} {joint}{about}"


def _issuer(words: Words) -> str:
    unit = words.document.issuer
    return words.document.issuer_name if not unit else "UBND tỉnh" if unit == PROVINCE else BY_KEY[unit].short_name


def _from_outside(words: Words) -> Iterator[Part]:
    """A công văn of a ministry: it asks the province, not the province's departments."""
    document, who = words.document, _issuer(words)
    source = words.pick("Thực hiện chỉ đạo của Thủ tướng Chính phủ", "Theo chương trình công tác năm")
    yield Text(text=f"{source}, {who} đề nghị Ủy ban nhân dân tỉnh quan tâm chỉ đạo một số nội dung sau:")
    for number, given in enumerate(words.tasks(2, 3), start=1):
        yield Text(lead=f"{number}.", text=f"Chỉ đạo các cơ quan liên quan {words.filled(given.text)}.")
    until = f" trước ngày {short_date(document.due)}" if document.due else ""
    yield Text(text=f"Đề nghị Ủy ban nhân dân tỉnh báo cáo kết quả về {who}{until} để tổng hợp, báo cáo./.")


def _order(words: Words) -> Iterator[Part]:
    """A công văn from above: what is to be done, by whom, until when."""
    document, who = words.document, _issuer(words)
    if document.answers:
        opening = words.pick("Xét đề nghị tại", "Xem xét nội dung tại", "Thực hiện")
        yield Text(text=f"{opening} {cited(document.answers)}; {who} có ý kiến như sau:")
    else:
        about = words.pick(
            "Qua theo dõi, nắm tình hình thực tế", "Để kịp thời chỉ đạo, điều hành", "Theo chương trình công tác"
        )
        yield Text(text=f"{about}, {who} yêu cầu các cơ quan, đơn vị thực hiện một số nội dung sau:")
    for number, given in enumerate(words.tasks(1, 3), start=1):
        yield Text(lead=f"{number}.", text=_given(words, given))
    if words.rng.random() < 0.5:
        yield Text(text=f"Lưu ý: {_lower(words.some(words.matter.difficulties, 1, 1)[0])}")
    if document.due:
        yield Text(
            text=f"Yêu cầu các đơn vị báo cáo kết quả về {who} trước ngày {short_date(document.due)}; "
            "quá thời hạn trên, đơn vị không báo cáo chịu trách nhiệm theo quy định./."
        )
    else:
        yield Text(text=f"{who} yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.")


def _asks_for_figures(words: Words) -> Iterator[Part]:
    document, who = words.document, _issuer(words)
    yield Text(text=f"Để có cơ sở tổng hợp, báo cáo UBND tỉnh, {who} đề nghị các cơ quan, đơn vị cung cấp:")
    asked = ("số liệu thực hiện từ đầu năm đến thời điểm báo cáo, so sánh với cùng kỳ năm trước",
             "khó khăn, vướng mắc và nguyên nhân", "kiến nghị, đề xuất (nếu có)")  # fmt: skip
    for number, line in enumerate(asked, start=1):
        yield Text(lead=f"{number}.", text=f"{_upper(line)}.")
    until = f" trước ngày {short_date(document.due)}" if document.due else ""
    yield Text(
        text=f"Văn bản gửi về {who}{until}, kèm tệp điện tử để tổng hợp. Rất mong các đơn vị quan tâm, phối hợp./."
    )


def _letter(words: Words) -> Iterator[Part]:
    """A công văn of a department or district: an answer, comments on a draft, a request."""
    document, who = words.document, _issuer(words)
    if "cung cấp số liệu phục vụ" in document.subject:
        yield from _asks_for_figures(words)
        return
    if document.answers:
        yield Text(
            text=f"{words.pick('Phúc đáp', 'Thực hiện', 'Căn cứ')} {cited(document.answers)}; {who} có ý kiến như sau:"
        )
    else:
        yield Text(text=f"Thực hiện chức năng, nhiệm vụ được giao, {who} có văn bản về nội dung nêu trên như sau:")
    if "ý kiến" in document.subject or "góp ý" in document.subject:
        yield Text(
            text=f"{who} cơ bản thống nhất với bố cục và nội dung dự thảo. Đề nghị cơ quan soạn thảo nghiên cứu, bổ sung:"
        )
        for number, line in enumerate(words.some(words.matter.difficulties, 1, 2), start=1):
            yield Text(lead=f"{number}.", text=f"Bổ sung giải pháp khắc phục tình trạng: {_lower(line)}")
    else:
        for number, line in enumerate(words.some(words.matter.situation, 1, 3), start=1):
            yield Text(lead=f"{number}.", text=line)
        for line in words.some(words.matter.difficulties, 0, 1):
            yield Text(lead="Khó khăn, vướng mắc:", text=line)
    closing = words.pick("xem xét, quyết định", "xem xét, chỉ đạo", "tổng hợp")
    yield Text(text=f"Trên đây là ý kiến của {who}, kính đề nghị quý cơ quan {closing}./.")


def _report(words: Words) -> Iterator[Part]:
    """Results, difficulties and causes, plans, proposals (R10)."""
    document, who = words.document, _issuer(words)
    why = f"Thực hiện {cited(document.answers)}" if document.answers else "Thực hiện chế độ thông tin, báo cáo định kỳ"
    yield Text(text=f"{why}, {who} báo cáo kết quả như sau:")
    yield heading("I. KẾT QUẢ ĐẠT ĐƯỢC")
    for number, line in enumerate(words.some(words.matter.situation, 2, 4), start=1):
        yield Text(lead=f"{number}.", text=line)
    if words.rng.random() < 0.45:
        yield figures(words.matter, words.rng)
    yield heading("II. KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN")
    for line in words.some(words.matter.difficulties, 1, 3):
        yield Text(text=f"- {line}")
    yield heading("III. NHIỆM VỤ THỜI GIAN TỚI")
    for given in words.tasks(2, 3):
        yield Text(text=f"- {_upper(words.filled(given.text))}.")
    yield heading("IV. KIẾN NGHỊ, ĐỀ XUẤT")
    asked = words.pick("bố trí kinh phí", "cho ý kiến chỉ đạo", "giao các ngành liên quan phối hợp")
    yield Text(text=f"Kính đề nghị UBND tỉnh {asked} để triển khai kịp thời các nhiệm vụ nêu trên.")
    yield Text(text=f"Trên đây là báo cáo của {who}, kính báo cáo UBND tỉnh xem xét, chỉ đạo./.")


def _proposal(words: Words) -> Iterator[Part]:
    document, who = words.document, _issuer(words)
    if document.answers:
        yield Text(text=f"Thực hiện {cited(document.answers)}, {who} kính trình UBND tỉnh như sau:")
    else:
        yield Text(
            text=f"Thực hiện chương trình công tác của UBND tỉnh, {who} đã chủ trì xây dựng nội dung nêu trên, kính trình UBND tỉnh như sau:"
        )
    yield heading("I. SỰ CẦN THIẾT")
    for line in (*words.some(words.matter.situation, 1, 2), *words.some(words.matter.difficulties, 1, 2)):
        yield Text(text=line)
    yield heading("II. NỘI DUNG CHỦ YẾU")
    for number, given in enumerate(words.tasks(2, 4), start=1):
        yield Text(lead=f"{number}.", text=f"{_upper(words.filled(given.text))}.")
    yield heading("III. QUÁ TRÌNH LẤY Ý KIẾN")
    partners = ", ".join(_names(words.matter.partners[:3]))
    yield Text(
        text=f"Dự thảo đã được lấy ý kiến bằng văn bản của {partners}; các ý kiến cơ bản thống nhất và đã được tiếp thu, giải trình."
    )
    yield Text(text=f"{who} kính trình UBND tỉnh xem xét, quyết định (có dự thảo kèm theo)./.")


def _decision(words: Words) -> Iterator[Part]:
    document = words.document
    yield Text(text="Căn cứ Luật Tổ chức chính quyền địa phương;", italic=True)
    source = (
        f"Xét đề nghị tại {cited(document.answers)}."
        if document.answers
        else "Xét đề nghị của Chánh Văn phòng UBND tỉnh."
    )
    yield Text(text=source, italic=True)
    yield heading("QUYẾT ĐỊNH:", center=True)
    about = document.subject.removeprefix("Về việc ")
    yield Text(lead="Điều 1.", text=f"{_upper(about)}, với các nội dung chủ yếu sau:")
    for number, line in enumerate(words.some(words.matter.situation, 1, 2), start=1):
        yield Text(text=f"{number}. {line}")
    yield Text(lead="Điều 2.", text="Tổ chức thực hiện")
    for number, given in enumerate(words.tasks(2, 3), start=1):
        yield Text(text=f"{number}. {_given(words, given)}")
    yield Text(lead="Điều 3.", text="Quyết định này có hiệu lực kể từ ngày ban hành.")
    yield Text(
        text="Chánh Văn phòng UBND tỉnh; Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thành phố, thị xã và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )


def _plan(words: Words) -> Iterator[Part]:
    document, who = words.document, _issuer(words)
    if document.answers:
        why = "Xét đề nghị tại" if document.answers.type_code == "TTr" else "Thực hiện"
        yield Text(text=f"{why} {cited(document.answers)}, {who} ban hành Kế hoạch như sau:")
    yield heading("I. MỤC ĐÍCH, YÊU CẦU")
    yield Text(
        text=f"Tạo chuyển biến rõ nét trong việc {words.filled(words.matter.goal)}; xác định rõ việc, rõ người, rõ thời gian hoàn thành."
    )
    yield Text(text=words.some(words.matter.difficulties, 1, 1)[0])
    yield heading("II. NỘI DUNG, TIẾN ĐỘ")
    rows = tuple(
        (str(number), f"{_upper(words.filled(given.text))}.", ", ".join(_names((given.lead,))), ", ".join(_names(given.coordinators)), f"{given.days} ngày")
        for number, given in enumerate(words.tasks(2, 4), start=1)
    )  # fmt: skip
    yield Table(
        header=("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"), rows=rows, widths=(0.7, 5, 2.4, 2.6, 1.5),
        aligns=(Align.CENTER, Align.LEFT, Align.LEFT, Align.LEFT, Align.CENTER),
    )  # fmt: skip
    yield heading("III. TỔ CHỨC THỰC HIỆN")
    yield Text(
        text=f"Các đơn vị căn cứ Kế hoạch này triển khai thực hiện; định kỳ trước ngày 20 hằng tháng báo cáo kết quả về {who}./."
    )


def _directive(words: Words) -> Iterator[Part]:
    for line in (*words.some(words.matter.situation, 1, 2), *words.some(words.matter.difficulties, 1, 2)):
        yield Text(text=line)
    yield Text(text="Để khắc phục tình trạng trên, UBND tỉnh yêu cầu:")
    for number, given in enumerate(words.tasks(2, 4), start=1):
        yield Text(lead=f"{number}.", text=_given(words, given))
    yield Text(text="Yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc thực hiện Chỉ thị này./.")


def _guidance(words: Words) -> Iterator[Part]:
    document, who = words.document, _issuer(words)
    source = f"Căn cứ {cited(document.answers)}" if document.answers else "Căn cứ nhiệm vụ được giao"
    yield Text(text=f"{source}, {who} hướng dẫn một số nội dung như sau:")
    for number, given in enumerate(words.tasks(2, 4), start=1):
        yield Text(lead=f"{number}.", text=f"{_upper(words.filled(given.text))}.")
    yield Text(
        text=f"Trong quá trình thực hiện nếu có vướng mắc, đề nghị các đơn vị phản ánh về {who} để được hướng dẫn./."
    )


def _telegram(words: Words) -> Iterator[Part]:
    yield Text(text=words.some(words.matter.difficulties, 1, 1)[0])
    yield Text(text="Để chủ động ứng phó, giảm thiểu thiệt hại, Chủ tịch UBND tỉnh yêu cầu:", bold=True)
    for number, given in enumerate(words.tasks(2, 4), start=1):
        yield Text(lead=f"{number}.", text=_given(words, given))
    yield Text(
        text="Các đơn vị, địa phương trực ban nghiêm túc 24/24 giờ, báo cáo tình hình về UBND tỉnh trước 16 giờ hằng ngày./."
    )


def _decision_summary(document: PlannedDocument) -> Iterator[Part]:
    first, *others = document.summary
    yield Text(text=first, italic=True)
    for number, line in enumerate(others, start=1):
        yield Text(lead=f"{number}.", text=line)


def figures(matter: Matter, rng: random.Random) -> Table:
    """Figures by district: plan, done, share, with the sum."""
    rows, plans, dones = [], 0, 0
    for number, key in enumerate(matter.districts, start=1):
        plan = rng.randint(40, 400)
        done = round(plan * rng.uniform(0.55, 1.05))
        plans, dones = plans + plan, dones + done
        rows.append((str(number), BY_KEY[key].short_name, str(plan), str(done), _share(done, plan)))
    rows.append(("", "Tổng cộng", str(plans), str(dones), _share(dones, plans)))
    right = Align.RIGHT
    return Table(
        header=("TT", "Đơn vị", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"), rows=tuple(rows), widths=(0.7, 5, 2, 2, 2),
        aligns=(Align.CENTER, Align.LEFT, right, right, right), bold_rows=(-1,),
    )  # fmt: skip


def _share(done: int, plan: int) -> str:
    return f"{100 * done / plan:.1f}".replace(".", ",")


def _given(words: Words, given: Task) -> str:
    leads = ", ".join(_names((given.lead,)))
    helpers = f", phối hợp với {', '.join(_names(given.coordinators))}" if given.coordinators else ""
    return f"{leads} chủ trì{helpers} {words.filled(given.text)}."


def _names(keys: tuple[str, ...]) -> list[str]:
    return [BY_KEY[key].short_name if BY_KEY[key].level == "district" else BY_KEY[key].name for key in keys]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def day_of_document(document: PlannedDocument) -> date:
    """The day a document bears, on the office's calendar."""
    return day_of(document.issued_at)
