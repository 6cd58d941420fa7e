"""Our ES modules by name, so that hashed files can import each other."""

from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

FOLDER = "js"


def modules():
    """Return {name: address of the file} of every module in static/js; `map/list.js` is "map/list".

    A module imports another one by this name: `import { announce } from "announce"`.
    """
    root = Path(settings.BASE_DIR) / "static" / FOLDER
    names = {path.relative_to(root).with_suffix("").as_posix() for path in root.glob("**/*.js")}
    return {name: static(f"{FOLDER}/{name}.js") for name in sorted(names)}
