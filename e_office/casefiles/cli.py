"""Commands of case files: checking a package that was exported, here or elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from e_office.casefiles.bag_check import check_bag
from e_office.core.commands import Group, as_json, print_row

casefile_group = Group("casefile", help="Case files and their packages.")


@casefile_group.command("verify")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@as_json
def verify(file: Path, as_json: bool) -> None:
    """Check a package (BagIt), as a ZIP or unpacked: complete, unchanged, nothing added. Exit code 1 where not."""
    verdict = check_bag(file)
    row = {
        "file": str(file),
        "files": verdict.files,
        "bytes": verdict.octets,
        "whole": not verdict.problems,
        "problems": list(verdict.problems),
    }
    if not as_json:
        for problem in verdict.problems:
            click.echo(problem, err=True)
    sentence = f"{file.name}: {verdict.files} files, {verdict.octets} bytes, "
    print_row(row, as_json, sentence + ("whole" if not verdict.problems else f"{len(verdict.problems)} problems"))
    if verdict.problems:
        raise SystemExit(1)
