"""Install the system packages the suite needs, or print the exact command where that is not allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = {
    "chromium": lambda: shutil.which("chromium"),
    "libreoffice-writer-nogui": lambda: shutil.which("soffice"),
    "fonts-croscore": lambda: Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf").exists(),
    "poppler-utils": lambda: shutil.which("pdftotext"),
}
"""Debian's package, and whether what it brings is here."""


def main() -> int:
    """0 when everything is here at the end."""
    missing = [name for name, here in NEEDED.items() if not here()]
    if not missing:
        return 0
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"The suite needs system packages. Install them, then run again:\n  sudo {' '.join(command)}")
        return 1
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    print(f"Installing {', '.join(missing)} …", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    return subprocess.run([*command, "-qq"], check=False, **quiet).returncode


if __name__ == "__main__":
    sys.exit(main())
