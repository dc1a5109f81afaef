"""One call to a store that never answers must not outlive its function."""

from faultbook.aws import ATTEMPTS, CONNECT_TIMEOUT, READ_TIMEOUT
from tests.template.reading import Template

TO_ANSWER = 1
ATTEMPT = 2 * CONNECT_TIMEOUT + READ_TIMEOUT
# botocore's standard mode waits, at random, at most these before it tries again when throttled,
BACK_OFFS = [min(2**retry, 20) for retry in range(ATTEMPTS - 1)]
MOST_ASKED_FOR = 5  # and so much longer where the service's answer asks for it.


def test_a_function_answers_before_its_time_out_even_if_the_store_hangs(template: Template):
    longest = ATTEMPTS * ATTEMPT + sum(BACK_OFFS)

    for name, function in template.functions.items():
        assert longest < function["Timeout"] - TO_ANSWER, name


def test_a_function_answers_before_its_time_out_even_if_the_store_has_it_wait(template: Template):
    longest = sum(back_off + MOST_ASKED_FOR for back_off in BACK_OFFS) + ATTEMPT

    for name, function in template.functions.items():
        assert longest < function["Timeout"] - TO_ANSWER, name
