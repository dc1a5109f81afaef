import pytest

from tests.template.reading import Template, expand

FREE_ALARMS = 10  # CloudWatch's monthly free tier


def test_the_alarms_watch_what_can_go_wrong_unseen(template: Template):
    watched = {
        (alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"][0]["Value"])
        for alarm in template.of_type("AWS::CloudWatch::Alarm").values()
    }

    assert watched == {
        ("AWS/ApiGateway", "5xx", "HttpApi"),
        ("AWS/Lambda", "Errors", "StreamsTimelineFunction"),
        ("AWS/Lambda", "IteratorAge", "StreamsTimelineFunction"),
        ("AWS/Lambda", "Throttles", "FaultApiFaultsFunction"),
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "ScheduleFailuresQueue.QueueName"),
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "StreamFailuresQueue.QueueName"),
        ("Faultbook", "DeliveriesGivenUp", "faultbook"),
        ("Faultbook", "Drift", "faultbook"),
        ("Faultbook", "LeftOver", "faultbook"),
        ("Faultbook", "OldestDue", "faultbook"),
    }


def test_the_alarms_cost_nothing(template: Template):
    assert len(template.of_type("AWS::CloudWatch::Alarm")) <= FREE_ALARMS


@pytest.mark.parametrize(
    ("name", "function", "threshold"),
    [
        ("DriftAlarm", "SchedulesReconcileFunction", 0),
        ("LeftOverAlarm", "SchedulesReconcileFunction", 0),
        ("DeliveriesGivenUpAlarm", "FaultApiDeliverFunction", 0),
        ("OldestDueAlarm", "SchedulesDueNotesFunction", 300),
    ],
)
def test_a_metric_of_our_own_is_watched_under_the_name_that_it_carries(
    template: Template, name: str, function: str, threshold: int
):
    alarm = template.resources[name]["Properties"]
    variables = template.functions[function]["Environment"]["Variables"]

    assert alarm["Namespace"] == "Faultbook"
    assert alarm["Dimensions"] == [{"Name": "service", "Value": variables["SERVICE_NAME"]}]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", threshold)


def test_silence_raises_no_alarm_but_that_of_the_sweep_which_reports_each_minute(
    template: Template,
):
    silences = {
        alarm["MetricName"]: alarm["TreatMissingData"]
        for alarm in template.of_type("AWS::CloudWatch::Alarm").values()
    }

    assert silences.pop("OldestDue") == "breaching"
    assert set(silences.values()) == {"notBreaching"}


@pytest.mark.parametrize(
    ("topic", "actions"),
    [("", None), ("arn:aws:sns:us-east-1:1:ops", ["arn:aws:sns:us-east-1:1:ops"])],
)
def test_alarms_tell_the_topic_where_there_is_one(topic: str, actions: list[str] | None):
    for alarm in expand(AlarmTopicArn=topic).of_type("AWS::CloudWatch::Alarm").values():
        assert alarm.get("AlarmActions") == actions
        assert alarm.get("OKActions") == actions
