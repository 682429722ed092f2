"""The last net of an importer: what hubkit's models would refuse is left out before it is written."""

from collections.abc import Mapping

from pydantic import ValidationError

from hubkit.importers.fixes import Fix, Note
from hubkit.kinds.fields import Fields
from hubkit.values import Data


def fitting(model: type[Fields], data: Mapping[str, Data], note: Note) -> dict[str, Data]:
    """Return `data` without the fields that `model` refuses; raises `ValueError` with the reason if it needs them."""
    kept = dict(data)
    while True:
        try:
            model.model_validate(kept)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
            refused = {str(detail["loc"][0]) for detail in details if detail["loc"]} & kept.keys()
            needed = {name for name in refused if name in model.model_fields and model.model_fields[name].is_required()}
            if needed or not refused:
                raise ValueError("; ".join(detail["msg"] for detail in details)) from error
            note(Fix.not_fitting)
            for name in refused:
                del kept[name]
        else:
            return kept
