"""Finds a Chromium for the browser tests, or says which command installs one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find_chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return None


def main() -> int:
    """Install Chromium where that is possible; else print the exact line to run."""
    if find_chromium():
        return 0
    line = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update"], check=True)
        return subprocess.run(line, check=False).returncode
    sys.stderr.write(f"The browser tests need Chromium and a Chinese font. Run:\n  sudo {' '.join(line)}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
