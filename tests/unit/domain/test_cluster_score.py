import json
from typing import Any

import pytest

from faultbook.domain.cluster_score import cluster_score, report_score


def trivy(**results: list[dict[str, Any]]) -> str:
    return json.dumps(
        {
            "SchemaVersion": 2,
            "ArtifactName": "shop/orders:1.4.2",
            "ArtifactType": "container_image",
            "Results": [{"Target": "orders (debian 12.5)", "Class": "os-pkgs", **results}],
        }
    )


def vulnerabilities(*severities: str) -> list[dict[str, Any]]:
    return [
        {"VulnerabilityID": f"CVE-2025-{n}", "PkgName": "openssl", "Severity": severity}
        for n, severity in enumerate(severities)
    ]


def kube_bench(*states: str) -> dict[str, Any]:
    results = [
        {"test_number": f"1.1.{n}", "status": state, "scored": True}
        for n, state in enumerate(states)
    ]
    return {
        "id": "1",
        "version": "cis-1.9",
        "text": "Control Plane Security Configuration",
        "node_type": "master",
        "tests": [{"section": "1.1", "desc": "Files", "results": results}],
    }


def check(success: object, severity: str) -> dict[str, Any]:
    return {"ID": "x", "Message": "m", "Success": success, "Severity": severity, "Category": "S"}


def polaris(**parts: Any) -> str:
    result = {"Name": "orders", "Namespace": "shop", "Kind": "Deployment", "Results": {}} | parts
    return json.dumps(
        {
            "PolarisOutputVersion": "1.0",
            "AuditTime": "2026-01-15T12:00:00Z",
            "SourceType": "Cluster",
            "Results": [result],
        }
    )


class TestTrivy:
    @pytest.mark.parametrize(
        ("found", "score"),
        [
            ((), 100),
            (("LOW",), 99),
            (("MEDIUM",), 99),
            (("HIGH",), 96),
            (("CRITICAL",), 90),
            (("CRITICAL",) * 10, 50),
            (("CRITICAL",) * 20, 33),
            (("HIGH",) * 25, 50),
            (("UNKNOWN",) * 25, 100),
        ],
    )
    def test_loses_by_what_it_finds(self, found: tuple[str, ...], score: int):
        assert report_score(trivy(Vulnerabilities=vulnerabilities(*found))) == score

    def test_counts_misconfigurations_that_fail_and_secrets(self):
        wrong = [
            {"ID": "KSV001", "Severity": "CRITICAL", "Status": status}
            for status in ("FAIL", "PASS")
        ]
        secrets = [{"RuleID": "aws-access-key-id", "Severity": "CRITICAL"}]

        assert report_score(trivy(Misconfigurations=wrong)) == 90
        assert report_score(trivy(Misconfigurations=wrong, Secrets=secrets)) == 83

    @pytest.mark.parametrize("name", ["Resources", "Vulnerabilities", "Misconfigurations"])
    def test_of_a_cluster_counts_the_results_of_its_resources(self, name: str):
        results = [{"Target": "orders", "Vulnerabilities": vulnerabilities(*["CRITICAL"] * 10)}]
        resource = {"Namespace": "shop", "Kind": "Pod", "Name": "orders", "Results": results}

        assert report_score(json.dumps({"ClusterName": "prod", name: [resource]})) == 50


class TestKubeBench:
    @pytest.mark.parametrize(
        ("states", "score"),
        [
            (("PASS",), 100),
            (("FAIL",), 0),
            (("PASS", "FAIL"), 50),
            (("PASS", "WARN"), 66),
            (("PASS", "INFO"), 100),
            (("PASS", "PASS", "WARN", "FAIL"), 57),
        ],
    )
    def test_is_the_share_of_what_passes(self, states: tuple[str, ...], score: int):
        controls = kube_bench(*states)

        for report in ({"Controls": [controls], "Totals": {}}, [controls], controls):
            assert report_score(json.dumps(report)) == score

    def test_without_a_check_says_nothing(self):
        assert report_score(json.dumps({"Controls": []})) is None
        assert report_score(json.dumps({"Controls": [kube_bench("INFO")]})) is None


class TestPolaris:
    def test_counts_the_checks_of_resource_pod_and_containers(self):
        container = {"Name": "app", "Results": {"c": check(success=False, severity="warning")}}
        pod = {
            "Name": "",
            "Results": {"b": check(success=False, severity="danger")},
            "ContainerResults": [container],
        }
        payload = polaris(Results={"a": check(success=True, severity="danger")}, PodResult=pod)

        assert report_score(payload) == 40

    def test_leaves_out_what_is_ignored(self):
        results = {
            "a": check(success=True, severity="warning"),
            "b": check(success=False, severity="ignore"),
        }

        assert report_score(polaris(Results=results)) == 100

    def test_of_nothing_says_nothing(self):
        assert report_score(polaris()) is None


@pytest.mark.parametrize(
    "payload",
    [
        "", "no JSON", "[", "[" * 100_000, "null", "7", '"text"', "[]", "{}", "[[1]]", "9" * 5000,
        '{"Results": []}', '{"Controls": {"a": 1}}', '{"PolarisOutputVersion": "1", "Results": 7}',
        '{"PolarisOutputVersion": "1", "Results": [{"Results": [], "PodResult": []}]}',
    ],
)  # fmt: skip
def test_what_is_no_such_report_has_no_score(payload: str):
    assert report_score(payload) is None


def test_results_within_results_are_read_to_a_depth():
    part: dict[str, Any] = {"Vulnerabilities": vulnerabilities("CRITICAL")}
    for _ in range(30):
        part = {"Results": [part]}

    assert report_score(json.dumps(part | {"ClusterName": "prod"})) == 100


@pytest.mark.parametrize(
    ("scores", "score", "grade"),
    [
        ([], 0, "F"), ([100], 100, "A"), ([90], 90, "A"), ([89], 89, "B"), ([80], 80, "B"),
        ([79], 79, "C"), ([70], 70, "C"), ([69], 69, "D"), ([60], 60, "D"), ([59], 59, "E"),
        ([50], 50, "E"), ([49], 49, "F"), ([100, 51], 75, "C"), ([0, 0, 100], 33, "F"),
    ],
)  # fmt: skip
def test_the_clusters_score_is_the_mean(scores: list[int], score: int, grade: str):
    found = cluster_score(scores)

    assert (found.score, found.grade) == (score, grade)
