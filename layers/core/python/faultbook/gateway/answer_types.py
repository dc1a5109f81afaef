"""Types that the answers of all APIs share.

An answer is a `typing_extensions.TypedDict` (pydantic, which makes the OpenAPI document, refuses
that of `typing` before Python 3.12). mypy checks the code that builds it; at run time it is a plain
dict.
"""

from collections.abc import Callable
from typing import Annotated, Any


class Keywords:
    """In `Annotated`: what the OpenAPI document says of a type beyond the type itself."""

    def __init__(self, **keywords: Any) -> None:
        self._keywords = keywords

    def __get_pydantic_json_schema__(
        self, core_schema: Any, handler: Callable[[Any], dict[str, Any]]
    ) -> dict[str, Any]:
        return handler(core_schema) | self._keywords


Time = Annotated[str, Keywords(format="date-time")]
Date = Annotated[str, Keywords(format="date")]
