"""Run the measurements in their order: `python -m bench [--json FILE] [module …]`."""

import argparse
import importlib
import os
import sys
import time
from pathlib import Path

from bench.rows import Row, as_json, as_markdown

MODULES = ["upload", "numbers", "dispatching", "rush", "live", "memory", "search_quality", "search_speed"]


def main() -> int:
    """Run modules, print one table at the end, write JSON where asked; 1 if an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="module", help=f"of {', '.join(MODULES)}; all without any")
    parser.add_argument("--json", type=Path, help="write the rows there too")
    wanted = parser.parse_args()
    unknown = sorted(set(wanted.modules) - set(MODULES))
    if unknown:
        parser.error(f"no such module: {', '.join(unknown)}")
    rows: list[Row] = []
    for name in wanted.modules or MODULES:
        module, started = importlib.import_module(f"bench.{name}"), time.perf_counter()
        print(f"{name}: {(module.__doc__ or '').splitlines()[0]}", file=sys.stderr, flush=True)
        rows += module.run()
        print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    print(as_markdown(rows))
    print(f"\n{os.cpu_count()} processors; load of the last minute {os.getloadavg()[0]:.1f}")
    if wanted.json is not None:
        wanted.json.write_text(as_json(rows), encoding="utf-8")
    return int(any(row.ok is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
