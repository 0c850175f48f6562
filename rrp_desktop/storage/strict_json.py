"""JSON as drafts hold it: read strictly, written the same way every time."""

from __future__ import annotations

import json
import math
from typing import Any, Final, NoReturn

DEPTH_LIMIT: Final = 60


def parse_json(data: bytes, depth_limit: int = DEPTH_LIMIT) -> Any:
    """The value of a JSON text in UTF-8.

    Raises:
        ValueError: It is not JSON, not UTF-8, names a key twice, has NaN, an endless number or half a character, or is
            nested too deeply.
    """
    text = data.decode("utf-8-sig")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not _is_shallow(value, depth_limit):
        raise ValueError("nested too deeply")
    if "\\u" in text:
        json.dumps(
            value, ensure_ascii=False
        ).encode()  # UnicodeEncodeError, a ValueError, for half a character
    return value


def dump_json(value: Any) -> bytes:
    """The JSON text of a value: UTF-8, one space of indent, keys in the order given, a line break at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key is there twice")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number without end")
    return number


def _is_shallow(value: Any, limit: int) -> bool:
    level = [value]
    for _depth in range(limit):
        inside = (
            one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)
        )
        level = [child for children in inside for child in children if isinstance(child, dict | list)]
        if not level:
            return True
    return False
