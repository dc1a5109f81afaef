import json

import pytest

from tests.template.reading import Resource, Template, expand

TWO_WEEKS = 14 * 24 * 3600
SCHEDULES = sorted(name for name in expand().functions if name.startswith("Schedules"))
RULES = [
    *((function, "Schedule") for function in SCHEDULES),
    ("SchedulesReconcileFunction", "Continuation"),
    ("SchedulesReconcileFunction", "Everything"),
]


@pytest.fixture
def mapping(template: Template) -> Resource:
    [mapping] = template.of_type("AWS::Lambda::EventSourceMapping").values()
    return mapping


def test_the_stream_of_faults_is_read_from_its_oldest_record(mapping: Resource):
    assert mapping["EventSourceArn"] == "FaultsTable.StreamArn"
    assert mapping["FunctionName"] == "StreamsTimelineFunction"
    assert mapping["StartingPosition"] == "TRIM_HORIZON"


def test_a_poison_record_is_cut_out_given_up_and_kept(template: Template, mapping: Resource):
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["MaximumRetryAttempts"] == 5
    assert mapping["MaximumRecordAgeInSeconds"] == 21600
    assert mapping["DestinationConfig"] == {"OnFailure": {"Destination": "StreamFailuresQueue.Arn"}}
    assert _may_send(template, "StreamsTimelineFunction", "StreamFailuresQueue")


def test_batches_are_folded_within_a_second_and_in_order(mapping: Resource):
    assert mapping["BatchSize"] == 100
    assert mapping["MaximumBatchingWindowInSeconds"] == 1
    assert mapping["ParallelizationFactor"] == 2


def test_the_stream_functions_own_writes_do_not_wake_it(mapping: Resource):
    filters = [json.loads(f["Pattern"]) for f in mapping["FilterCriteria"]["Filters"]]

    assert filters == [{"dynamodb": {"Keys": {"sk": {"S": ["fault"]}}}}]


@pytest.mark.parametrize(("function", "schedule"), RULES)
def test_a_schedule_that_cannot_be_delivered_is_kept(
    template: Template, function: str, schedule: str
):
    rule = template.resources[f"{function}{schedule}"]["Properties"]
    [target] = rule["Targets"]
    [statement] = template.resources["ScheduleFailuresQueuePolicy"]["Properties"]["PolicyDocument"][
        "Statement"
    ]

    assert target["Arn"] == f"{function}.Arn"
    assert target["DeadLetterConfig"] == {"Arn": "ScheduleFailuresQueue.Arn"}
    assert target["RetryPolicy"]["MaximumRetryAttempts"] == 5
    arn = f"arn:aws:events:us-east-1:000000000000:rule/{rule['Name']}"
    assert arn in statement["Condition"]["ArnEquals"]["aws:SourceArn"]


@pytest.mark.parametrize("function", SCHEDULES)
def test_a_scheduled_run_that_fails_is_kept(template: Template, function: str):
    config = template.resources[f"{function}EventInvokeConfig"]["Properties"]

    assert config["MaximumRetryAttempts"] == 2
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == "ScheduleFailuresQueue.Arn"
    assert _may_send(template, function, "ScheduleFailuresQueue")


def test_every_scheduled_function_has_its_schedule_and_nothing_else_has(template: Template):
    rules = template.of_type("AWS::Events::Rule")

    assert sorted(rules) == sorted("".join(rule) for rule in RULES)
    assert all(rule["ScheduleExpression"].startswith("rate(") for rule in rules.values())


def test_failure_queues_keep_two_weeks_encrypted(template: Template):
    queues = template.of_type("AWS::SQS::Queue")

    assert sorted(queues) == ["ScheduleFailuresQueue", "StreamFailuresQueue"]
    for queue in queues.values():
        assert queue["MessageRetentionPeriod"] == TWO_WEEKS
        assert queue["SqsManagedSseEnabled"] is True


def _may_send(template: Template, function: str, queue: str) -> bool:
    return any(
        "sqs:SendMessage" in statement["Action"] and statement["Resource"] == f"{queue}.Arn"
        for statement in template.statements(function)
    )
