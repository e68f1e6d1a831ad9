"""LibreOffice where it is installed: one conversion in one process group with a profile of its own (A-55).

Nothing is fetched, no macro runs, no link is updated. Liberation fonts are hidden: they have no Vietnamese
letters, and Times New Roman would be mapped to them.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

MEMORY = 4 * 1024**3
FILE_SIZE = 1024**3
FILTERS = {"pdf": "pdf", "docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"} | {
    "pptx": "pptx:Impress MS PowerPoint 2007 XML"
}
PLACES = ("/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice", "/snap/bin/libreoffice")

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <selectfont><rejectfont><glob>*/liberation*</glob><glob>*/Liberation*</glob></rejectfont></selectfont>
  <cachedir>{cache}</cachedir>
  {aliases}
</fontconfig>
"""
ALIAS = (
    '<match target="pattern"><test name="family"><string>{old}</string></test>'
    '<edit name="family" mode="assign" binding="same"><string>{new}</string></edit></match>'
)
METRIC_TWINS = {"Times New Roman": "Tinos", "Arial": "Arimo", "Courier New": "Cousine"}

SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Java/VirtualMachine", "Enable", "false"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
)
PROXY = (("ooInetProxyType", "1"), ("ooInetHTTPProxyName", "127.0.0.1"), ("ooInetHTTPProxyPort", "9"))
ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "{items}</oor:items>"
)


def find_soffice() -> Path | None:
    """The program, or None where LibreOffice is not installed."""
    found = shutil.which("soffice") or next((place for place in PLACES if os.access(place, os.X_OK)), None)
    return Path(found) if found else None


def convert(source: Path, to: str, folder: Path, seconds: float = 60.0) -> Path | None:
    """Convert `source` to the kind `to` (`pdf`, `docx`, `xlsx`, `pptx`) in `folder`, which is made.

    None where LibreOffice is missing, cannot read the file, or needs more than `seconds`. The process group
    is killed in every case, so that nothing is left running. `source` is opened under its own name: its
    suffix must be that of its detected type.
    """
    program = find_soffice()
    if program is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="e-office-soffice-", ignore_cleanup_errors=True) as home:
        _prepare(Path(home))
        command = [
            *_without_network(),
            str(program),
            f"-env:UserInstallation={(Path(home) / 'profile').as_uri()}",
            *["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"],
            *("--convert-to", FILTERS[to], "--outdir", str(folder), str(source)),
        ]
        _run(command, Path(home), seconds)
    made = folder / f"{source.stem}.{to}"
    return made if made.is_file() and made.stat().st_size else None


def _prepare(home: Path) -> None:
    """A profile that refuses macros, links and the network, and fonts without Liberation."""
    user = home / "profile" / "user"
    user.mkdir(parents=True)
    items = [ITEM.format(path="Office." + path, name=name, value=value) for path, name, value in SETTINGS]
    items += [ITEM.format(path="Inet/Settings", name=name, value=value) for name, value in PROXY]
    (user / "registrymodifications.xcu").write_text(PROFILE.format(items="".join(items)), "utf-8")
    aliases = "".join(ALIAS.format(old=old, new=new) for old, new in METRIC_TWINS.items())
    (home / "fonts.conf").write_text(FONTS.format(cache=home / "fonts", aliases=aliases), "utf-8")


def _run(command: list[str], home: Path, seconds: float) -> None:
    """Run it and wait; the whole group is killed at the end, in time or not."""
    with subprocess.Popen(
        command,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "TMPDIR": str(home),
            "LC_ALL": "C.UTF-8",
            "FONTCONFIG_FILE": str(home / "fonts.conf"),
            "SAL_USE_VCLPLUGIN": "svp",
        },
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _limit(process.pid)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _limit(pid: int) -> None:
    """Set from outside: a function run between fork and exec may deadlock where there are threads."""
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.prlimit(pid, kind, (value, value))
        except ProcessLookupError:
            return


@cache
def _without_network() -> tuple[str, ...]:
    """A command in front that leaves the network, where the kernel lets us."""
    unshare = shutil.which("unshare")
    for flags in ("-n", "-rn"):
        if unshare and subprocess.run([unshare, flags, "true"], capture_output=True).returncode == 0:
            return (unshare, flags)
    return ()
