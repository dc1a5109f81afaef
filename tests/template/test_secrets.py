import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.template.reading import ROOT, Template

# 20 letters and digits drawn at random have about 4 bits a character, words and names about 3.
MOST_BITS_PER_CHARACTER = 3.5
ROUTE = "/api/"  # long paths have as many letters as a secret
SECRET_NAME = re.compile(r"secret|password|pepper|private|credential|api_?key", re.IGNORECASE)


@pytest.mark.parametrize("file", ["template.yaml", "samconfig.toml"])
def test_no_word_looks_drawn_at_random(file: str):
    words = re.findall(r"[A-Za-z0-9+/_=-]{20,}", (ROOT / file).read_text())

    assert words
    assert not [word for word in words if _looks_random(word) and not word.startswith(ROUTE)]


def test_the_entropy_test_would_see_a_secret():
    assert _looks_random("k8Jq2vXz7Lw0NcR4tYb9")
    assert _looks_random("AKIAIOSFODNN7EXAMPLQ")
    assert not _looks_random("MaximumBatchingWindowInSeconds")


def test_no_setting_with_a_secrets_name_has_a_value(template: Template):
    named = [(name, value) for name, value in _leaves(template.raw) if SECRET_NAME.search(name)]

    # The path under which the secrets are is no secret; neither is the name of a resource.
    values = {value for _, value in named if isinstance(value, str)}
    assert values <= {
        "",
        "SecretsPath",
        "/faultbook/${AWS::StackName}",
        "HasSecretsPath",
        *template.raw["Resources"],
        *(str(r["Type"]) for r in template.raw["Resources"].values()),
        *_texts_of_the_secret_resources(template),
    }


def _texts_of_the_secret_resources(template: Template) -> Iterator[str]:
    """Everything inside resources, parameters and outputs that only have a secret's name."""
    for section in ("Parameters", "Resources", "Outputs"):
        for name, body in template.raw[section].items():
            if SECRET_NAME.search(name):
                yield from (str(value) for _, value in _leaves(body))


def _leaves(node: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    match node:
        case dict():
            for key, value in node.items():
                yield from _leaves(value, f"{name}.{key}")
        case list():
            for value in node:
                yield from _leaves(value, name)
        case _:
            yield name, node


def _looks_random(word: str) -> bool:
    mixed = re.search(r"[0-9]", word) and re.search(r"[A-Za-z]", word)
    return bool(mixed) and _bits_per_character(word) > MOST_BITS_PER_CHARACTER


def _bits_per_character(word: str) -> float:
    counts = Counter(word)
    return -sum(n / len(word) * math.log2(n / len(word)) for n in counts.values())
