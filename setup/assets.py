"""Brings what the pages need (design system, htmx) from npm into `var/assets/`: `make` does it."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from setup.environment import ROOT, SetupFailed
from setup.node import install_npm

ASSETS = ROOT / "var" / "assets"

# Within node_modules → within var/assets. The design system's style sheet reaches for ../img and ../fonts.
FILES = {
    "dkfds/dist/css/dkfds.min.css": "css/dkfds.min.css",
    "dkfds/dist/js/dkfds.min.js": "js/dkfds.min.js",
    "dkfds/dist/img/all-svg-icons.svg": "img/all-svg-icons.svg",
    "dkfds/dist/LICENSE.md": "licenses/dkfds.md",
    "htmx.org/dist/htmx.min.js": "js/htmx.min.js",
    "htmx.org/LICENSE": "licenses/htmx.txt",
}
ADDRESS = re.compile(r"url\((?:\"|')?\.\./((?:img|fonts)/[^)\"'?#]+)")


def build_assets() -> None:
    """Install the npm packages and copy the few files that a page asks for."""
    print("Fetching the design system for the pages …", flush=True)
    packages = install_npm(ROOT / "web", ROOT / "var" / "npm" / "web")
    fresh = ASSETS.with_name("assets.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, target in FILES.items():
        copy(packages / source, fresh / target)
    style = (fresh / "css" / "dkfds.min.css").read_text(encoding="utf-8")
    for address in sorted(set(ADDRESS.findall(style))):
        if not address.startswith("fonts/") or address.endswith(".woff2"):
            copy(packages / "dkfds" / "dist" / address, fresh / address)
    shutil.rmtree(ASSETS, ignore_errors=True)
    fresh.rename(ASSETS)


def copy(source: Path, target: Path) -> None:
    """Copy one file, making the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    try:
        build_assets()
    except (SetupFailed, OSError) as failure:
        sys.exit(f"The pages' assets could not be installed: {failure}")
