"""One call to a store that never answers must not outlive its function."""

from typing import Any

from faultbook.dynamodb.client import CONFIG
from tests.template.reading import Template

# botocore's standard mode waits at most min(1 s x 2^n, 20 s) before retry n when throttled.
LONGEST_BACK_OFF = 20
TO_ANSWER = 1


def test_a_function_answers_before_its_time_out_even_if_the_store_hangs(template: Template):
    config: Any = CONFIG  # its attributes are made at run time
    attempts = config.retries["total_max_attempts"]
    calls = attempts * (config.connect_timeout + config.read_timeout)
    back_offs = sum(min(2**n, LONGEST_BACK_OFF) for n in range(attempts - 1))

    for name, function in template.functions.items():
        assert calls + back_offs < function["Timeout"] - TO_ANSWER, name
