from pathlib import Path

import pytest

from local.intrinsics import TemplateError
from local.template import HttpRoute, read_template

FUNCTION = """
Parameters:
  Mode: {{Type: String, Default: plain}}
  Path: {{Type: String, Default: ""}}
Conditions:
  HasPath: !Not [!Equals [!Ref Path, ""]]
Globals:
  Function:
    Timeout: 20
    Environment:
      Variables:
        MODE: !Ref Mode
        TABLE: !Ref Things
        INDEX: !Sub "${{Things.Arn}}/index/by_time"
        PLACE: !If [HasPath, !Ref Path, !Sub "/books/${{AWS::StackName}}"]
        NOTHING: !If [HasPath, !Ref Path, !Ref AWS::NoValue]
Resources:
  Things:
    Type: AWS::DynamoDB::Table
    Properties: {{KeySchema: [], AttributeDefinitions: []}}
  FirstFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: rooms.first.lambda_handler
      Timeout: 5
      Events:
        One: {{Type: HttpApi, Properties: {{Method: ANY, Path: "/one/{{proxy+}}"}}}}
{more}
"""


def written(folder: Path, more: str = "") -> Path:
    file = folder / "template.yaml"
    file.write_text(FUNCTION.format(more=more), "utf-8")
    return file


def test_a_functions_environment_is_resolved_with_the_defaults(tmp_path: Path):
    environment = read_template(written(tmp_path)).environment()

    assert environment == {
        "MODE": "plain",
        "TABLE": "faultbook-Things",
        "INDEX": "arn:aws:dynamodb:us-east-1:000000000000:table/faultbook-Things/index/by_time",
        "PLACE": "/books/faultbook",
    }


def test_given_parameters_go_before_defaults_and_decide_conditions(tmp_path: Path):
    environment = read_template(written(tmp_path), {"Path": "/mine"}).environment()

    assert (environment["PLACE"], environment["NOTHING"]) == ("/mine", "/mine")


def test_a_functions_own_settings_go_before_the_shared_ones(tmp_path: Path):
    (function,) = read_template(written(tmp_path)).functions

    assert function.timeout == 5
    assert function.module == "rooms.first"
    assert function.file == "first"
    assert function.routes == (HttpRoute("ANY", "/one/{proxy+}"),)


def test_functions_that_want_different_values_for_one_name_are_refused(tmp_path: Path):
    second = """
  SecondFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: rooms.second.lambda_handler
      Environment: {Variables: {MODE: other}}
"""
    template = read_template(written(tmp_path, second))

    with pytest.raises(TemplateError, match="MODE differs between FirstFunction and SecondFunct"):
        template.environment()


def test_an_intrinsic_function_that_is_not_known_is_named(tmp_path: Path):
    table = """
  Odd:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Base64 a}
"""
    with pytest.raises(TemplateError, match="Fn::Base64"):
        read_template(written(tmp_path, table))


def test_a_reference_to_nothing_is_refused(tmp_path: Path):
    table = """
  Odd:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Ref Nowhere}
"""
    with pytest.raises(TemplateError, match="Nowhere"):
        read_template(written(tmp_path, table))


def test_a_mapping_to_something_else_than_a_tables_stream_is_refused(tmp_path: Path):
    function = """
  StreamFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: rooms.stream.lambda_handler
      Events:
        Odd: {Type: DynamoDB, Properties: {Stream: !GetAtt Things.Arn}}
"""
    with pytest.raises(TemplateError, match="StreamFunction"):
        read_template(written(tmp_path, function))


def test_the_projects_template_names_its_stream_and_its_schedules():
    template = read_template()

    streams = {stream.table for function in template.functions for stream in function.streams}
    schedules = {function.file for function in template.functions if function.schedules}
    assert streams == {"FaultsTable"}
    assert {"close_days", "reconcile"} <= schedules
    assert template.table("FaultsTable").ttl_attribute == "ttl"
