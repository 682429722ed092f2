"""A single answer, judged as the field that it is for."""

from hubkit.check.fields import validate
from hubkit.kinds.fields import Fields
from hubkit.problems import Problem
from hubkit.values import Data, Document


def mistake(model: type[Fields], field: str, value: Data) -> Problem | None:
    """Return what `hubkit check` would say of `field: value` in a file of this model, None where nothing."""
    document = Document("", "", {field: value}, {}, {}, "", complete=False)
    return next(iter(validate(model, document).problems), None)
