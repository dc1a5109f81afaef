import pytest

from tests.template.reading import Template, expand

FUNCTIONS = sorted(expand().functions)
OPEN = ["ConsoleFunction", "ReferenceFunction"]


def test_every_function_has_a_role_of_its_own(template: Template):
    roles = {name: f["Role"] for name, f in template.functions.items()}

    assert roles == {name: f"{name.removesuffix('Function')}Role.Arn" for name in FUNCTIONS}
    assert len(template.of_type("AWS::IAM::Role")) == len(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_action_is_a_wildcard(template: Template, function: str):
    actions = [action for s in template.statements(function) for action in s["Action"]]

    assert actions
    assert not [action for action in actions if "*" in action]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_resource_is_a_wildcard(template: Template, function: str):
    resources = [
        resource
        for statement in template.statements(function)
        # ListStreams takes no narrower resource than all streams of the table.
        if statement["Action"] != ["dynamodb:ListStreams"]
        for resource in _listed(statement["Resource"])
    ]

    assert resources
    assert not [resource for resource in resources if "*" in resource]


def test_streams_are_listed_of_the_faults_table_only(template: Template):
    listed = [
        (function, statement["Resource"])
        for function in FUNCTIONS
        for statement in template.statements(function)
        if "dynamodb:ListStreams" in statement["Action"]
    ]

    table = "arn:aws:dynamodb:us-east-1:000000000000:table/faultbook-FaultsTable"
    assert listed == [("StreamsTimelineFunction", f"{table}/stream/*")]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_is_for_lambda_alone_and_allows_only(template: Template, function: str):
    role = template.resources[template.functions[function]["Role"].removesuffix(".Arn")]
    [trust] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]

    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert {s["Effect"] for s in template.statements(function)} == {"Allow"}
    assert not [s for s in template.statements(function) if "NotAction" in s or "NotResource" in s]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_to_its_own_log_group_and_may_not_make_another(
    template: Template, function: str
):
    [logs] = [s for s in template.statements(function) if s["Sid"] == "Logs"]

    assert sorted(logs["Action"]) == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert logs["Resource"] == f"{template.functions[function]['LoggingConfig']['LogGroup']}.Arn"


@pytest.mark.parametrize("function", OPEN)
def test_a_function_that_asks_for_no_credential_reaches_no_store_and_no_secret(
    template: Template, function: str
):
    assert [s["Sid"] for s in template.statements(function)] == ["Logs"]


def test_only_the_functions_that_authenticate_read_secrets(template: Template):
    readers = {
        name for name in FUNCTIONS for s in template.statements(name) if s["Sid"] == "Secrets"
    }

    assert readers == set(template.routes.values()) - set(OPEN)


def test_deploying_asks_for_no_named_roles():
    template = expand()

    assert not [r for r in template.of_type("AWS::IAM::Role").values() if "RoleName" in r]


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
