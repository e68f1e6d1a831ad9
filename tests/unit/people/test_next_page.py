"""Where somebody may be sent after signing in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.people.next_page import local_path


@pytest.mark.parametrize("path", ["/meetings/7", "/search?q=ket+luan&page=2", "/a//b", "/tìm?q=họp", "/x#y"])
def test_paths_of_the_office_are_followed(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test",
        " //evil.test",
        "\t//evil.test",
        "/\\evil.test",
        "https:evil.test",
        "///evil.test",
        "%2f%2fevil.test",
        "@evil.test",
        "javascript:alert(1)",
        "/\r\nSet-Cookie: a=b",
        "https://evil.test/",
        "\\\\evil.test",
        "/\t/evil.test",
        "",
        None,
        "/" + "x" * 3000,
        "evil",
        "/a\x00b",
        "//[::1",
    ],
)
def test_anything_else_goes_home(target: str | None) -> None:
    assert local_path(target) == "/"


@given(st.text(alphabet="/\\:@ \t\r\nhtpsevil.%25?#[]", max_size=30))
def test_whatever_is_typed_stays_a_path_of_this_host(target: str) -> None:
    from urllib.parse import urljoin, urlsplit

    followed = urljoin("https://office.test/login", local_path(target).replace("\\", "/"))
    assert urlsplit(followed).netloc == "office.test"
