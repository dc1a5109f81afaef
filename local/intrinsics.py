"""CloudFormation's intrinsic functions, as far as a name, an environment or an event needs them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

STACK = "faultbook"
REGION = "us-east-1"
ACCOUNT = "000000000000"
TABLE = "AWS::DynamoDB::Table"
_LIST = "CommaDelimitedList"

_PSEUDO = {
    "AWS::StackName": STACK,
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
_NO_VALUE = object()
_SUBSTITUTED = re.compile(r"\$\{([^!}][^}]*)\}")


class TemplateError(Exception):
    """The template has something that the local stack does not support."""


class Resolver:
    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        declared = document.get("Parameters", {})
        defaults = {name: body["Default"] for name, body in declared.items() if "Default" in body}
        given: dict[str, Any] = defaults | dict(parameters)
        for name, body in declared.items():
            if body.get("Type") == _LIST and name in given:
                given[name] = given[name].split(",")
        self._known = _PSEUDO | given
        self._conditions: Mapping[str, Any] = document.get("Conditions", {})
        self._resources: Mapping[str, Any] = document.get("Resources", {})
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._attribute,
            "Fn::Sub": self._substitute,
            "Fn::If": self._if,
            "Fn::Join": lambda given: given[0].join(self.resolve(given[1])),
            "Fn::Split": lambda given: self.resolve(given[1]).split(given[0]),
            "Fn::Select": lambda given: self.resolve(given[1])[int(given[0])],
            "Fn::Equals": lambda given: self.resolve(given[0]) == self.resolve(given[1]),
            "Fn::Not": lambda given: not self._holds(given[0]),
            "Fn::And": lambda given: all(self._holds(condition) for condition in given),
            "Fn::Or": lambda given: any(self._holds(condition) for condition in given),
            "Condition": self._holds,
        }

    def table_name(self, logical_id: str) -> str:
        given = self._resources[logical_id].get("Properties", {}).get("TableName")
        return str(self.resolve(given)) if given else f"{STACK}-{logical_id}"

    def resolve(self, value: Any) -> Any:
        """Raises TemplateError for an intrinsic function that is not known here."""
        if isinstance(value, list):
            return [element for element in map(self.resolve, value) if element is not _NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, given),) = value.items()
            if name in self._functions:
                return self._functions[name](given)
            if name.startswith("Fn::"):
                raise TemplateError(f"{name} is not understood here.")
        resolved = {name: self.resolve(member) for name, member in value.items()}
        return {name: member for name, member in resolved.items() if member is not _NO_VALUE}

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name in self._known:
            return self._known[name]
        if name not in self._resources:
            raise TemplateError(f"{name} is neither a parameter with a value nor a resource.")
        return self.table_name(name) if self._resources[name]["Type"] == TABLE else name

    def _attribute(self, given: list[str] | str) -> str:
        """`FaultsTable.StreamArn` stays a name; a table's Arn is what it would be in AWS."""
        name, attribute = given if isinstance(given, list) else given.split(".", 1)
        if attribute == "Arn" and self._resources[name]["Type"] == TABLE:
            return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{self.table_name(name)}"
        return f"{name}.{attribute}"

    def _substitute(self, given: list[Any] | str) -> str:
        text, own = given if isinstance(given, list) else (given, {})

        def value_of(match: re.Match[str]) -> str:
            name = match[1]
            if name in own:
                return str(self.resolve(own[name]))
            return str(self._attribute(name) if "." in name else self._ref(name))

        return _SUBSTITUTED.sub(value_of, text)

    def _if(self, given: list[Any]) -> Any:
        condition, then, otherwise = given
        return self.resolve(then if self._holds(condition) else otherwise)

    def _holds(self, condition: Any) -> bool:
        if isinstance(condition, str):
            return bool(self.resolve(self._conditions[condition]))
        return bool(self.resolve(condition))
