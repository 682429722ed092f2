"""How heavy pages may become: `budget:` in `hubkit.yaml`."""

import re
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from hubkit.kinds.fields import Fields
from hubkit.kinds.texts import as_text, refuse

_SIZE = re.compile(r"(\d{1,5}(?:\.\d{1,3})?) ?(k|M)B")
_BYTES = {"k": 1_000, "M": 1_000_000}


def _size(value: Any) -> int:
    text = as_text(value).strip()
    found = _SIZE.fullmatch(text)
    if not found:
        return refuse(f'"{text[:40]}" is not a size', "Write kilobytes or megabytes: 14kB, 1.5MB.")
    return round(float(found[1]) * _BYTES[found[2]])


_schema = WithJsonSchema({"type": "string", "pattern": f"^{_SIZE.pattern}$", "examples": ["14kB"]})
Size = Annotated[int, PlainValidator(_size), _schema]


class Budget(Fields):
    """What a visitor's browser may have to load; what is not said is not weighed."""

    page: Size | None = Field(None, description="A page and its style sheets, compressed: 14kB come in one round trip.")
    script: Size | None = Field(None, description="All scripts of a page, compressed.")
    picture: Size | None = Field(None, description="A picture, in the widest form that a page offers.")
