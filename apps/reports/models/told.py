"""What is told in a report: in columns that can be searched or, if it is restricted, sealed under its key.

What stands in `is_sealed`, `data_key` and `sealed_words` may be the report itself, or a row that belongs to one.
"""

import json

from apps.core.encryption import decrypt, encrypt


class Told(property):
    """A field whose value stands in the column `open_<name>`, or in `sealed_words` while the report is restricted.

    Reading gives the empty value once the report's key was destroyed. Writing does not save. Who changes the
    sensitivity of a report writes all that was told anew: see `told`.
    """

    def __init__(self, name, doc):
        self.column = f"open_{name}"
        super().__init__(self._read, self._write, doc=doc)
        self.name = name

    @classmethod
    def of(cls, model):
        """Return all such fields of a model."""
        return [field for field in vars(model).values() if isinstance(field, cls)]

    def _read(self, report):
        return _sealed(report).get(self.name, getattr(report, self.column))

    def _write(self, report, value):
        sealed = _sealed(report)
        sealed.pop(self.name, None)
        if report.is_sealed and value:
            sealed[self.name] = value
        setattr(report, self.column, report._meta.get_field(self.column).get_default() if report.is_sealed else value)
        report.sealed_words = encrypt(report.data_key, json.dumps(sealed, ensure_ascii=False)) if sealed else b""


def told(report):
    """Return all that is told in a report as {name: value}."""
    return {field.name: getattr(report, field.name) for field in Told.of(type(report))}


def _sealed(report):
    if not (report.sealed_words and report.data_key):
        return {}
    return json.loads(decrypt(report.data_key, report.sealed_words))
