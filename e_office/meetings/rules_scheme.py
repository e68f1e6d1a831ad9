"""Rules of a conference that takes opinions on a scheme (hội nghị lấy ý kiến về đề án)."""

from __future__ import annotations

from collections.abc import Iterator

from e_office.core.problems import Problem, msg


def scheme_problems(*, consults: bool, headed_by_owner: bool) -> Iterator[Problem]:
    """O3 names two ways of taking formal opinions, a conference or in writing; O3b says who chairs the conference.

    "Thủ trưởng cơ quan chủ đề án chủ trì cuộc họp": a leader of the agency that prepares the content. A deputy to
    whom the head delegated it leads that agency too. Opinions in writing are taken by dossiers, not by meetings.
    """
    if consults and not headed_by_owner:
        message = msg("Hội nghị lấy ý kiến về đề án do thủ trưởng cơ quan chủ đề án chủ trì.")
        cure = msg("Để cơ quan chủ đề án mời họp, hoặc chọn lại đơn vị chuẩn bị nội dung.")
        yield Problem("not_the_owner", message, "chair", cure)
