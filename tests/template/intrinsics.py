"""Works CloudFormation's intrinsic functions out, so that tests read plain values.

A reference to a resource becomes its logical id, `Fn::GetAtt` becomes `LogicalId.Attribute`.
"""

import re
from typing import Any

_NOTHING = object()
_PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::NoValue": _NOTHING,
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::StackName": "faultbook",
    "AWS::URLSuffix": "amazonaws.com",
}


class Intrinsics:
    def __init__(self, parameters: dict[str, Any], conditions: dict[str, Any]) -> None:
        self._parameters = parameters
        self._conditions = conditions

    def holds(self, condition: str | None) -> bool:
        return condition is None or bool(self(self._conditions[condition]))

    def __call__(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self._function(value)
        if isinstance(value, list):
            return [v for v in map(self, value) if v is not _NOTHING]
        return value

    def _function(self, value: dict[str, Any]) -> Any:
        match list(value.items()):
            case [("Ref", name)]:
                return _PSEUDO.get(name, self._parameters.get(name, name))
            case [("Fn::GetAtt", argument)]:
                return argument if isinstance(argument, str) else ".".join(argument)
            case [("Fn::Sub", argument)]:
                return self._substituted(*([argument] if isinstance(argument, str) else argument))
            case [("Fn::If", [condition, then, otherwise])]:
                return self(then if self.holds(condition) else otherwise)
            case _:
                return self._condition(value)

    def _condition(self, value: dict[str, Any]) -> Any:
        match list(value.items()):
            case [("Fn::Equals", [left, right])]:
                return self(left) == self(right)
            case [("Fn::Not", [condition])]:
                return not self(condition)
            case members:
                worked_out = {name: self(member) for name, member in members}
                return {k: v for k, v in worked_out.items() if v is not _NOTHING}

    def _substituted(self, text: str, names: dict[str, Any] | None = None) -> str:
        given = self(names or {})

        def one(found: re.Match[str]) -> str:
            return str(given[found[1]] if found[1] in given else self({"Ref": found[1]}))

        return re.sub(r"\$\{([^}!]+)\}", one, text)
