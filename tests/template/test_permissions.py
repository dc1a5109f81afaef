import ast

import pytest

from faultbook.secret_store import SecretName
from tests.template.reading import ROOT, Template, expand

FUNCTIONS = sorted(expand().functions)
OPEN = ["ConsoleFunction", "ReferenceFunction"]
READERS_OF_SECRETS = sorted(set(expand().routes.values()) - set(OPEN))


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


TELLING = ("FaultApiAdministrationFunction", "FaultApiDeliverFunction")
BUS = "arn:aws:events:eu-central-1:000000000000:event-bus/faults"
IDENTITIES = [
    f"arn:aws:ses:us-east-1:000000000000:identity/{name}"
    for name in ("faults@example.com", "example.com")
]
TOPICS = [f"arn:aws:sns:eu-central-1:000000000000:{name}" for name in ("day", "night")]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nobody_tells_what_no_parameter_names(function: str):
    actions = {action for s in expand().statements(function) for action in s["Action"]}

    assert not actions & {"events:PutEvents", "sns:Publish", "ses:SendEmail"}


def test_what_parameters_name_is_told_by_two_functions():
    named = expand(EventBusArn=BUS, TopicArns=",".join(TOPICS), MailFrom="faults@example.com")
    told = {
        (function, statement["Sid"]): (statement["Action"], statement["Resource"])
        for function in FUNCTIONS
        for statement in named.statements(function)
        if statement["Sid"] in {"EventBus", "Topics", "Mail"}
    }

    assert told == {
        **{(name, "EventBus"): (["events:PutEvents"], BUS) for name in TELLING},
        **{(name, "Topics"): (["sns:Publish"], TOPICS) for name in TELLING},
        **{(name, "Mail"): (["ses:SendEmail"], IDENTITIES) for name in TELLING},
    }


@pytest.mark.parametrize("function", TELLING)
def test_mail_comes_from_the_address_that_was_named_and_from_no_other_of_its_domain(
    template: Template, function: str
):
    [mail] = [s for s in template.statements(function) if s["Sid"] == "Mail"]

    assert mail["Condition"] == {"StringEquals": {"ses:FromAddress": "faults@example.com"}}


@pytest.mark.parametrize("function", OPEN)
def test_a_function_that_asks_for_no_credential_reaches_no_store_and_no_secret(
    template: Template, function: str
):
    assert [s["Sid"] for s in template.statements(function)] == ["Logs"]


def test_only_the_functions_that_authenticate_read_secrets(template: Template):
    readers = {
        name for name in FUNCTIONS for s in template.statements(name) if s["Sid"] == "Secrets"
    }

    assert sorted(readers) == READERS_OF_SECRETS


@pytest.mark.parametrize("function", READERS_OF_SECRETS)
def test_a_function_may_read_the_secrets_that_it_needs_and_no_other(
    template: Template, function: str
):
    assert _secrets_granted(template, function) == _secrets_named(template, function)


def test_with_public_keys_no_function_may_read_the_secret_that_signs_tokens():
    template = expand(JwtAlgorithm="RS256")

    readable = {secret for name in FUNCTIONS for secret in _secrets_granted(template, name)}

    assert readable == {str(name) for name in SecretName} - {SecretName.JWT}


def test_deploying_asks_for_no_named_roles():
    template = expand()

    assert not [r for r in template.of_type("AWS::IAM::Role").values() if "RoleName" in r]


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _secrets_granted(template: Template, function: str) -> set[str]:
    statements = [s for s in template.statements(function) if s["Sid"] == "Secrets"]
    assert all(statement["Action"] == ["ssm:GetParameters"] for statement in statements)
    return {statement["Resource"].rpartition("/")[2] for statement in statements}


def _secrets_named(template: Template, function: str) -> set[str]:
    """In the function's call of `wiring.prepare`, which reads them ahead."""
    handler = template.functions[function]["Handler"].removesuffix(".lambda_handler")
    tree = ast.parse((ROOT / f"{handler.replace('.', '/')}.py").read_text())
    [call] = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "wiring.prepare"
    ]
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    for_callers = SecretName.API_KEY_PEPPER if "api_keys" in given else SecretName.JWT
    further = given.get("further_secrets", ast.List([]))
    assert isinstance(further, ast.List)
    named = [
        SecretName[ast.unparse(element).removeprefix("SecretName.")] for element in further.elts
    ]
    return {for_callers, *named}
