"""Processes of their own, as a web server's workers are: none has anything of the test's but what it is given.

They are forked from a helper that has read the whole program and done nothing with it (`whole_program`): to read it
anew in each takes seconds, in which the others of a crowd wait for it.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerContext


def fresh_processes() -> ForkServerContext:
    """Where such processes come from, and what they can share."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.whole_program"])
    return context
