"""Where the pages' style sheets, scripts, icons and fonts lie: installed at set-up, never committed."""

from pathlib import Path

_ASSETS = Path(__file__).resolve().parent.parent / "var" / "assets"


class AssetsMissing(Exception):
    """The pages' assets have not been installed on this machine."""


def asset_folder() -> Path:
    """The folder to serve under the pages' asset address.

    It holds `css/dkfds.min.css`, `js/dkfds.min.js`, `js/htmx.min.js`, `img/all-svg-icons.svg`,
    `img/svg-icons/*.svg` and `fonts/…`. Raises `AssetsMissing`, which says what to do, when it is not there.
    """
    if not (_ASSETS / "css").is_dir():
        raise AssetsMissing("The pages' style sheets and scripts are not installed. Run: make assets")
    return _ASSETS
