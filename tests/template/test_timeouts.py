"""One call to a store that never answers must not outlive its function."""

from faultbook.aws.limits import LIMITS
from tests.template.reading import Template

# botocore's standard mode waits at most min(1 s x 2^n, 20 s) before retry n when throttled.
LONGEST_BACK_OFF = 20
TO_ANSWER = 1


def test_a_function_answers_before_its_time_out_even_if_the_store_hangs(template: Template):
    for name, function in template.functions.items():
        assert LIMITS.longest < function["Timeout"] - TO_ANSWER, name


def test_the_reference_waits_no_longer_than_the_limits_say():
    back_offs = sum(min(2**n, LONGEST_BACK_OFF) for n in range(LIMITS.attempts - 1))

    assert LIMITS.attempts * (LIMITS.connect + LIMITS.read) + back_offs <= LIMITS.longest
