import json
from typing import Any

import pytest

from faultbook.incidents.cluster_score import ClusterScore, SourceScore, cluster_score, report_score


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


LICENCES = [{"Severity": "HIGH", "Category": "restricted", "PkgName": "bash", "Name": "GPL-3.0"}]
API_VERSION = "aquasecurity.github.io/v1alpha1"


def of_operator(kind: str, **parts: Any) -> dict[str, Any]:
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": "orders"}, **parts}


def sarif(*results: dict[str, Any], rules: list[dict[str, Any]] | None = None) -> str:
    driver = {"name": "Trivy", "rules": rules or []}
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps({"version": "2.1.0", "runs": [run]})


def check(success: object, severity: str) -> dict[str, Any]:
    return {"ID": "x", "Message": "m", "Success": success, "Severity": severity, "Category": "S"}


def polaris(*, score: object = None, **parts: Any) -> str:
    result = {"Name": "orders", "Namespace": "shop", "Kind": "Deployment", "Results": {}} | parts
    return json.dumps(
        {
            "PolarisOutputVersion": "1.0",
            "AuditTime": "2026-01-15T12:00:00Z",
            "SourceType": "Cluster",
            "Results": [result],
        }
        | ({"Score": score} if score is not None else {})
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

    def test_takes_no_exception_of_a_policy_for_a_finding(self):
        excepted = [{"ID": "KSV001", "Severity": "CRITICAL", "Status": "EXCEPTION"}]
        spared = [{"VulnerabilityID": "CVE-1", "Severity": "HIGH", "Status": "not_affected"}]

        assert report_score(trivy(Misconfigurations=excepted, Vulnerabilities=spared)) == 100

    def test_takes_no_licence_for_a_finding(self):
        found = {"Vulnerabilities": vulnerabilities("CRITICAL")}

        assert report_score(trivy(Licenses=LICENCES, **found)) == 90

    @pytest.mark.parametrize("kind", ["license", "license-file"])
    def test_of_licences_alone_says_nothing(self, kind: str):
        packages = {"Target": "debian", "Class": "os-pkgs", "Packages": [{"Name": "bash"}]}
        licences = {"Target": "OS Packages", "Class": kind, "Licenses": LICENCES}
        report = {"SchemaVersion": 2, "ArtifactName": "orders", "Results": [packages, licences]}

        assert report_score(json.dumps(report)) is None

    @pytest.mark.parametrize(
        "name", ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"]
    )
    def test_of_a_cluster_counts_the_results_of_its_resources(self, name: str):
        results = [{"Target": "orders", "Vulnerabilities": vulnerabilities(*["CRITICAL"] * 10)}]
        resource = {"Namespace": "shop", "Kind": "Pod", "Name": "orders", "Results": results}

        assert report_score(json.dumps({"ClusterName": "prod", name: [resource]})) == 50


class TestTrivyOperator:
    @pytest.mark.parametrize(
        ("counts", "score"),
        [
            ({"criticalCount": 0, "highCount": 0, "mediumCount": 0, "lowCount": 0}, 100),
            ({"criticalCount": 10, "noneCount": 7, "unknownCount": 3}, 50),
            ({"criticalCount": 5, "highCount": 10, "mediumCount": 8, "lowCount": 8}, 50),
            ({"criticalCount": -1, "highCount": True, "lowCount": "9"}, 100),
        ],
    )
    @pytest.mark.parametrize(
        "kind", ["VulnerabilityReport", "ConfigAuditReport", "ExposedSecretReport"]
    )
    def test_loses_by_what_it_counts(self, kind: str, counts: dict[str, Any], score: int):
        assert report_score(json.dumps(of_operator(kind, report={"summary": counts}))) == score

    def test_of_a_list_counts_all(self):
        summary = {"summary": {"criticalCount": 5}}
        one = of_operator("VulnerabilityReport", report=summary)
        raw = {"apiVersion": API_VERSION, "items": [{"report": summary}, {"report": summary}]}

        listed = {"apiVersion": "v1", "kind": "List", "items": [one, one]}
        assert [report_score(json.dumps(report)) for report in (listed, raw)] == [50, 50]

    def test_of_compliance_is_the_share_of_what_passes(self):
        status = {"summary": {"passCount": 3, "failCount": 1}}
        report = of_operator("ClusterComplianceReport", status=status)

        assert report_score(json.dumps(report)) == 75

    def test_of_components_says_nothing(self):
        report = {"summary": {"componentsCount": 7, "dependenciesCount": 3}}

        assert report_score(json.dumps(of_operator("SbomReport", report=report))) is None
        assert report_score(json.dumps({"apiVersion": "v1", "kind": "List", "items": []})) is None

    def test_of_anybody_else_says_nothing(self):
        report = {"apiVersion": "v1", "report": {"summary": {"criticalCount": 1}}}

        assert report_score(json.dumps(report)) is None


class TestSarif:
    @pytest.mark.parametrize(
        ("score_of_rule", "score"),
        [("9.8", 90), (9.0, 90), ("8.9", 96), ("6.9", 99), ("0.1", 99), ("0.0", 100)],
    )
    def test_weighs_a_result_by_the_severity_of_its_rule(self, score_of_rule: object, score: int):
        rule = {"id": "r1", "properties": {"security-severity": score_of_rule}}

        for result in ({"ruleId": "r1"}, {"ruleIndex": 0}, {"rule": {"id": "r1"}}):
            assert report_score(sarif(result | {"level": "note"}, rules=[rule])) == score

    @pytest.mark.parametrize(
        ("level", "score"), [("error", 50), ("warning", 80), ("note", 94), ("none", 100)]
    )
    def test_or_by_its_level(self, level: str, score: int):
        rule = {"id": "r1", "defaultConfiguration": {"level": level}}

        assert report_score(sarif(*[{"level": level}] * 25)) == score
        assert report_score(sarif(*[{"ruleId": "r1"}] * 25, rules=[rule])) == score

    def test_without_any_level_it_is_a_warning(self):
        severity = {"id": "r1", "properties": {"security-severity": "unknown"}}

        assert report_score(sarif(*[{}] * 25)) == 80
        assert report_score(sarif(*[{"ruleId": "r1"}] * 25, rules=[severity])) == 80

    def test_counts_what_fails_and_is_not_suppressed(self):
        accepted = {"level": "error", "suppressions": [{"kind": "external", "status": "accepted"}]}
        rejected = {"level": "error", "suppressions": [{"kind": "inSource", "status": "rejected"}]}
        passed = {"level": "error", "kind": "pass"}

        assert report_score(sarif(accepted, passed)) == 100
        assert report_score(sarif(rejected)) == 96

    def test_of_licences_alone_says_nothing(self):
        rule = {"id": "GPL-3.0", "name": "License"}

        assert report_score(sarif({"ruleId": "GPL-3.0"}, rules=[rule])) is None
        assert report_score(sarif({"ruleId": "GPL-3.0"}, {"level": "error"}, rules=[rule])) == 96

    def test_without_results_nothing_was_found_or_nothing_was_done(self):
        assert report_score(sarif()) == 100
        assert report_score(json.dumps({"version": "2.1.0", "runs": [{"results": None}]})) is None
        assert report_score(json.dumps({"version": "2.1.0", "runs": []})) is None


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
        assert report_score(polaris(score=0)) is None

    def test_of_failed_tests_only_has_the_score_that_polaris_gives(self):
        failed = {"b": check(success=False, severity="danger")}

        assert report_score(polaris(score=67, Results=failed)) == 67
        assert report_score(polaris(score=0, Results=failed)) == 0
        assert report_score(polaris(score=100)) == 100

    @pytest.mark.parametrize("score", [101, -1, True, "67", None, 67.5])
    def test_has_no_score_that_is_none(self, score: object):
        failed = {"b": check(success=False, severity="danger")}

        assert report_score(polaris(score=score, Results=failed)) == 0


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
        ([100], 100, "A"), ([90], 90, "A"), ([89], 89, "B"), ([80], 80, "B"),
        ([79], 79, "C"), ([70], 70, "C"), ([69], 69, "D"), ([60], 60, "D"), ([59], 59, "E"),
        ([50], 50, "E"), ([49], 49, "F"), ([100, 51], 75, "C"), ([0, 0, 100], 33, "F"),
    ],
)  # fmt: skip
def test_the_clusters_score_is_the_mean(scores: list[int], score: int, grade: str):
    found = cluster_score(SourceScore("trivy", score) for score in scores)

    assert (found.score, found.grade, found.unscored) == (score, grade, ())


def test_sources_without_a_score_are_named():
    scored, unscored = SourceScore("a", 80), SourceScore("b", None)

    assert cluster_score([scored, unscored]) == ClusterScore(80, "B", ("b",))
    assert cluster_score([unscored]) == ClusterScore(0, "NONE", ("b",))
    assert cluster_score([]) == ClusterScore(0, "NONE", ())
