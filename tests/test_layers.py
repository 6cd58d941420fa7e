"""The layers of the apps, where import-linter cannot look: relations that models name by a string."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings


def layers():
    """Return {app: its layer} from pyproject.toml, 0 at the bottom; siblings have a layer in common."""
    contract = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ][0]
    rows = [row.split("|") for row in reversed(contract["layers"])]
    return {app.strip(): number for number, row in enumerate(rows) for app in row}


def test_every_app_has_a_layer():
    ours = {config.name.removeprefix("apps.") for config in apps.get_app_configs() if config.name.startswith("apps.")}

    assert set(layers()) == ours


def test_no_relation_points_upward():
    layer = layers()
    upward = [
        f"{model._meta.label}.{field.name} points to {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in layer
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model is not None
        if field.remote_field is not None and field.related_model._meta.app_label in layer
        # A person is named by settings.AUTH_USER_MODEL from below, as the design wants it.
        if field.related_model._meta.label != settings.AUTH_USER_MODEL
        if model._meta.app_label != field.related_model._meta.app_label
        if layer[field.related_model._meta.app_label] >= layer[model._meta.app_label]
    ]

    assert upward == []
