"""The OpenAPI document as one page to read: no script, no other file, its style inside."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from tools.openapi.curl import JSON, curl_of, example_of, variables_of
from tools.openapi.words import Row, kind_of, row_of, rows_of

View = dict[str, Any]

_HERE = Path(__file__).parent
_PLACES = {"path": "In the path", "query": "In the query", "header": "Headers"}
_REQUEST_ID = "X-Request-Id"
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def page_of(document: Mapping[str, Any]) -> str:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"inline": _inline, "breakable": _breakable}
    template = environment.from_string((_HERE / "page.html").read_text("utf-8"))
    style = Markup((_HERE / "page.css").read_text("utf-8"))  # noqa: S704 - our own file
    return template.render(_Page(document).view(), style=style) + "\n"


def _block(markdown: str) -> Markup:
    return Markup(_MARKDOWN.render(markdown))  # noqa: S704 - the renderer escapes HTML


def _inline(markdown: str) -> Markup:
    return Markup(_MARKDOWN.renderInline(markdown))  # noqa: S704 - the renderer escapes HTML


def _breakable(path: str) -> Markup:
    """With places for a line to break, before its slashes."""
    return Markup(re.sub(r"(?<!^)(?=/)", "<wbr>", str(escape(path))))  # noqa: S704 - escaped


class _Page:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._paths: Mapping[str, Mapping[str, Any]] = document["paths"]
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self._responses: Mapping[str, Any] = document["components"]["responses"]

    def view(self) -> View:
        info = self._document["info"]
        return {
            "title": info["title"],
            "version": info["version"],
            "summary": info["summary"],
            "introduction": _block(info["description"].partition("\n## ")[0]),
            "variables": variables_of(self._document),
            "groups": [self._group(group) for group in self._document["x-tagGroups"]],
            "errors": list(self._errors()),
            "schemas": [self._schema(name) for name in self._schemas],
        }

    def _group(self, group: Mapping[str, Any]) -> View:
        tags = {tag["name"]: tag for tag in self._document["tags"]}
        return {
            "name": group["name"],
            "anchor": "api-" + _anchor(group["name"]),
            "description": _block(group["description"]),
            "sections": [
                {
                    "name": _capitalized(name.removeprefix(f"{group['name']}: ")),
                    "anchor": "tag-" + _anchor(name),
                    "description": tags[name]["description"],
                    "operations": list(self._operations(name)),
                }
                for name in group["tags"]
            ],
        }

    def _operations(self, tag: str) -> Iterator[View]:
        """Without the aliases, which their operation names."""
        for path, operations in self._paths.items():
            for method, operation in operations.items():
                if tag in operation["tags"] and "x-alias-of" not in operation:
                    yield self._operation(path, method)

    def _operation(self, path: str, method: str) -> View:
        operation = self._paths[path][method]
        good = {s: one for s, one in operation["responses"].items() if "$ref" not in one}
        return {
            "anchor": _anchor(f"{method} {path}"),
            "method": method.upper(),
            "path": path,
            "aliases": list(self._aliases(path, method)),
            "summary": operation["summary"],
            "description": _block(operation.get("description", "")),
            "scope": next((s for one in operation["security"] for s in one.values()), [""])[0],
            "parameters": list(self._parameters(operation.get("parameters", []))),
            "body": self._body(operation.get("requestBody")),
            "answers": [self._answer(status, one) for status, one in good.items()],
            "errors": [
                {
                    "status": status,
                    "name": name,
                    "description": self._responses[name]["description"],
                }
                for status, name in _error_names(operation)
            ],
            "curl": curl_of(self._document, path, method),
        }

    def _aliases(self, path: str, method: str) -> Iterator[str]:
        for other, operations in self._paths.items():
            if operations.get(method, {}).get("x-alias-of") == path:
                yield other

    def _parameters(self, parameters: list[View]) -> Iterator[tuple[str, list[Row]]]:
        for place, words in _PLACES.items():
            rows = [
                row_of(
                    one["name"],
                    one["schema"],
                    self._schemas,
                    required=one["required"],
                    description=one.get("description", ""),
                )
                for one in parameters
                if one["in"] == place
            ]
            if rows:
                yield words, rows

    def _body(self, body: Mapping[str, Any] | None) -> View | None:
        if body is None:
            return None
        schema = body["content"][JSON]["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        rows = rows_of(self._schemas.get(name, {}), self._schemas)
        return {"required": body["required"], "kind": kind_of(schema), "rows": rows}

    def _answer(self, status: str, response: Mapping[str, Any]) -> View:
        [(media_type, content)] = response.get("content", {"": {}}).items()
        return {
            "status": status,
            "description": response["description"],
            "kind": kind_of(content["schema"]) if content else [],
            "media_type": "" if media_type == JSON else media_type,
            "headers": [name for name in response["headers"] if name != _REQUEST_ID],
            "example": _shown(example_of(self._document, content)) if content else "",
        }

    def _errors(self) -> Iterator[View]:
        """Of each API, by status; one sample shows the shape, the others only what they say."""
        places = {
            name: (operation["tags"][0].partition(":")[0], status)
            for operations in self._paths.values()
            for operation in operations.values()
            for status, name in _error_names(operation)
        }
        titles = [group["name"] for group in self._document["x-tagGroups"]]
        for name, (title, status) in sorted(
            places.items(), key=lambda item: (titles.index(item[1][0]), item[1][1])
        ):
            response = self._responses[name]
            samples = [
                example["value"]
                for content in response["content"].values()
                for example in content["examples"].values()
            ]
            yield {
                "name": name,
                "status": status,
                "of": title,
                "description": response["description"],
                "sentences": sorted({_sentence(sample) for sample in samples}),
                "headers": [one for one in response["headers"] if one != _REQUEST_ID],
                "example": _shown(samples[0]) if samples else "",
            }

    def _schema(self, name: str) -> View:
        schema = self._schemas[name]
        return {
            "name": name,
            "description": _block(schema.get("description", "")),
            "rows": rows_of(schema, self._schemas),
            "kind": kind_of(schema),
        }


def _error_names(operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Status and component of each error; good answers are no components."""
    for status, response in operation["responses"].items():
        if "$ref" in response:
            yield status, response["$ref"].rpartition("/")[2]


def _sentence(sample: Any) -> str:
    """The longest text of an error body, which in every API's shape is the explanation."""
    if isinstance(sample, dict):
        return max((_sentence(one) for one in sample.values()), key=len, default="")
    return sample if isinstance(sample, str) else ""


def _shown(example: Any) -> str:
    return "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)


def _anchor(words: str) -> str:
    return re.sub(r"\W+", "-", words.lower()).strip("-")


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
