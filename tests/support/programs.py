"""Finds the programs that the tests drive, or says which command installs them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    return next((path for path in map(shutil.which, CHROMIUM) if path), None)


def has_postgresql() -> bool:
    """Whether a PostgreSQL server is installed."""
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def missing_packages() -> list[str]:
    """Debian's packages that the tests need and this machine lacks."""
    wanted = [] if find_chromium() else ["chromium", "fonts-noto-cjk"]
    return [*wanted, *([] if has_postgresql() else ["postgresql"])]


def main() -> int:
    """Install what is missing where that is possible; else print the exact line to run."""
    packages = missing_packages()
    if not packages:
        return 0
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update"], check=True)
        return subprocess.run(line, check=False).returncode
    sys.stderr.write(f"The tests need {' '.join(packages)}. Run:\n  sudo {' '.join(line)}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
