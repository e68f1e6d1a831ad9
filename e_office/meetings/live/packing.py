"""The changing parts of live pages in few bytes: two hundred delegates fetch them over the network of one hall."""

from __future__ import annotations

import gzip

from flask import Response, request
from flask_wtf.csrf import generate_csrf

LEVEL = 5
"""Of gzip: more costs a processor that draws for all of them more than it saves the line."""


def packed(html: str) -> Response:
    """An answer with that part, compressed where the browser takes it, without the token its forms are sent with.

    The length of compressed text betrays a secret that stands beside words a stranger may choose (BREACH), and a token
    begins with the same letters all the session, however often it is signed anew. So it stays on the page, which is
    not compressed, and `live.js` puts it into the forms. The keys of forms are new in each answer and betray nothing.
    """
    answer = Response(html.replace(generate_csrf(), ""), mimetype="text/html")
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        answer.set_data(gzip.compress(answer.get_data(), LEVEL, mtime=0))
        answer.content_encoding = "gzip"
    return answer
