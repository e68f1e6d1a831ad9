"""Whether what lies here is what was approved: every step of the round on this version and its bytes."""

from __future__ import annotations

from e_office.core.problems import Problem
from e_office.drafting import rules_review
from e_office.drafting.models import Draft
from e_office.drafting.rules_review import Approval, StepState


def approval_problems(draft: Draft) -> list[Problem]:
    """Why what lies here is not what was approved."""
    steps = [
        Approval(state=StepState(step.state), sha256=step.sha256, version=step.version or 0)
        for step in draft.present_steps
    ]
    return list(rules_review.approval_problems(steps, sha256=draft.sha256, version=draft.version))
