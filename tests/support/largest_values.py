"""The largest values that an API takes, found by trying: no list of limits has to be kept."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.http_events import Response

WIDTHS = {"one byte": "a", "two bytes": "é", "three bytes": "名", "four bytes": "🔥"}
_LENGTHS = (
    *(240_000, 120_000, 80_000, 16_000, 4000, 2000, 1024, 500, 255, 100),
    *(64, 50, 32, 20, 16, 10, 4, 1),
)
Send = Callable[[Any], Response]
Value = Callable[[str], Any]  # of a member, made of a text


@dataclass(frozen=True)
class Request:
    """A request whose `fields` can be long; `fixed` is what it cannot do without."""

    send: Send
    fixed: Mapping[str, Any]
    fields: Mapping[str, Value]

    def largest(self, character: str) -> Response:
        """The answer to the body in which every field is as long as it may be.

        A field that takes no such character has ASCII in it. Where all of them together are too
        much, all are made shorter.
        """
        texts = {name: self._longest(name, character) for name in self.fields}
        while True:
            body = dict(self.fixed) | {name: self.fields[name](texts[name]) for name in texts}
            response = self.send(body)
            if 200 <= response.status < 300:
                return response
            assert response.status in {400, 413, 422}, response.text
            texts = {name: text[: len(text) * 3 // 4] for name, text in texts.items()}
            assert any(texts.values()), response.text

    def _longest(self, name: str, character: str) -> str:
        for one in (character, "x"):
            for length in _LENGTHS:
                text = one * length
                response = self.send(dict(self.fixed) | {name: self.fields[name](text)})
                assert response.status < 500, (name, length, response.text)
                if response.status < 300:
                    return text
        raise AssertionError(f"{name} takes nothing: {json.dumps(dict(self.fixed))}")


def itself(text: str) -> Any:
    return text
