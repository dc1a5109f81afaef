import re

import pytest

from local.intrinsics import STACK
from tests.template.reading import ROOT, Template, expand, handler_modules
from tools.preflight import LONGEST_STACK_NAME


def test_every_handler_module_is_deployed_and_every_handler_exists(template: Template):
    handlers = [function["Handler"] for function in template.functions.values()]

    assert sorted(handlers) == sorted(f"{module}.lambda_handler" for module in handler_modules())


def test_a_function_is_named_like_its_file(template: Template):
    """Or like its folder where its file is that of the whole folder."""
    for logical_id, function in template.functions.items():
        _, room, module, _ = function["Handler"].split(".")
        words = [room] if module in {room, "main"} else [room, module]
        camel = "".join(part.title() for word in words for part in word.split("_"))

        assert logical_id == f"{camel}Function"
        assert function["FunctionName"] == f"faultbook-{'-'.join(words)}".replace("_", "-")


def test_layers_and_functions_are_built_for_the_same_processor_and_runtime():
    for architecture in ("arm64", "x86_64"):
        template = expand(Architecture=architecture, Runtime="python3.12")
        layers = [r for r in template.source.values() if "LayerVersion" in r["Type"]]

        assert len(layers) == 3
        for layer in layers:
            assert layer["Metadata"]["BuildArchitecture"] == architecture
            assert layer["Metadata"]["BuildMethod"] == "python3.12"
            assert layer["Properties"]["CompatibleArchitectures"] == [architecture]
            assert layer["Properties"]["CompatibleRuntimes"] == ["python3.12"]
        for function in template.functions.values():
            assert function["Architectures"] == [architecture]
            assert function["Runtime"] == "python3.12"


def test_by_default_functions_run_on_python_3_13_and_arm64(template: Template):
    for function in template.functions.values():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])


def test_cryptography_is_attached_to_what_verifies_what_a_private_key_signed(
    template: Template, public_key_template: Template
):
    def carriers(where: Template) -> set[str]:
        return {
            name
            for name, function in where.functions.items()
            if any(layer.startswith("CryptographyLayer") for layer in function["Layers"])
        }

    assert carriers(template) == {"WebhooksFunction"}  # topics of SNS are signed, tokens are not
    assert carriers(public_key_template) == _verifiers_of_tokens(template) | {"WebhooksFunction"}


def test_every_function_has_the_dependencies_and_the_core(template: Template):
    for function in template.functions.values():
        names = [re.sub(r"[0-9a-f]{10}$", "", layer) for layer in function["Layers"]]

        assert [name for name in names if name != "CryptographyLayer"] == [
            "DependenciesLayer",
            "CoreLayer",
        ]


def test_a_function_that_answers_http_gives_up_before_the_api_does(template: Template):
    for name in set(template.routes.values()):
        assert template.functions[name]["Timeout"] < 29


def test_every_function_writes_json_to_a_log_group_of_its_own_that_forgets(template: Template):
    groups = template.of_type("AWS::Logs::LogGroup")
    for function in template.functions.values():
        logging = function["LoggingConfig"]
        group = groups[logging["LogGroup"]]

        assert logging["LogFormat"] == "JSON"
        assert group["LogGroupName"] == f"/aws/lambda/{function['FunctionName']}"
    own = {function["LoggingConfig"]["LogGroup"] for function in template.functions.values()}
    assert len(own) == len(template.functions)
    assert {group["RetentionInDays"] for group in groups.values()} == {30}


def test_tracing_is_left_to_the_caller_because_it_costs_more_than_all_else(template: Template):
    modes = {function["TracingConfig"]["Mode"] for function in template.functions.values()}

    assert modes == {"PassThrough"}


@pytest.mark.parametrize(
    ("parameter", "path"), [("", "/faultbook/faultbook"), ("/elsewhere/x", "/elsewhere/x")]
)
def test_the_functions_read_their_secrets_where_they_may(parameter: str, path: str):
    template = expand(SecretsPath=parameter)
    granted = [
        s["Resource"]
        for s in template.statements("FaultApiFaultsFunction")
        if s["Sid"] == "Secrets"
    ]

    variables = [function["Environment"]["Variables"] for function in template.functions.values()]
    assert {given["SECRETS_PATH"] for given in variables if "SECRETS_PATH" in given} == {path}
    parameters = f"arn:aws:ssm:us-east-1:000000000000:parameter{path}"
    assert granted == [f"{parameters}/jwt-secret", f"{parameters}/cursor-secret"]
    assert template.outputs["SecretsPath"]["Value"] == path


def _verifiers_of_tokens(template: Template) -> set[str]:
    """Functions in whose folder bearer tokens are asked for."""
    rooms = {
        file.parent.name
        for file in (ROOT / "functions").rglob("*.py")
        if "wiring.authenticate_bearer" in file.read_text()
    }
    asked = set(template.routes.values())
    of_rooms = {n for n, f in template.functions.items() if f["Handler"].split(".")[1] in rooms}
    return of_rooms & asked


def test_no_name_that_begins_with_the_longest_name_of_a_stack_is_too_long(template: Template):
    names = {
        str(resource["Properties"].get(member, ""))
        for resource in template.resources.values()
        for member in ("FunctionName", "Name")
    }
    longest = max((len(name) for name in names if name.startswith(STACK)), default=0)

    assert LONGEST_STACK_NAME + longest - len(STACK) == 64
