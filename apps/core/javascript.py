"""Our ES modules by name, so that hashed files can import each other."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

FOLDER = "js"


@cache
def modules():
    """Return {name: address of the file} of every module; one imports another by name: `import … from "map/list"`.

    `map/list.js` is "map/list". Read once: every page holds them all.
    """
    root = Path(settings.BASE_DIR) / "static" / FOLDER
    names = sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob("**/*.js"))
    return {name: static(f"{FOLDER}/{name}.js") for name in names}
