"""The commands as a user calls them: output, exit status, and what stands on standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from mmssc.cli.main import main
from mmssc.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

LONDON = str(Path(__file__).parents[2] / "examples" / "london.csv")
HEADER = "id,community,title,assurance,issued,citation,access,demonstrates\n"
ROW = "V1,Testville,The city published a vision,reviewed,2025,A vision,public,1.1.1-2-vision\n"


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(HEADER + ROW, encoding="utf-8")
    return path


class TestAssess:
    def test_csv_has_the_columns_of_the_design_and_a_row_a_characteristic(self) -> None:
        result = run("assess", LONDON, "--format", "csv", "--as-of", "2026-11-21")
        assert result.exit_code == 0
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert list(rows[0]) == ["assessment", "community", "as_of", "characteristic", "level", "evidence", "missing"]
        assert len(rows) == len({row["characteristic"] for row in rows}) == 32
        assert {row["as_of"] for row in rows} == {"2026-11-21"}
        # Every level below the highest names what is missing for the next.
        assert all(row["missing"] for row in rows if int(row["level"]) < 5)

    def test_one_item_is_worth_what_it_shows(self, register: Path) -> None:
        more = "S1,Testville,The city published a strategy,reviewed,2025,A strategy,public,1.1.1-2-strategy\n"
        found = {}
        for name, text in (("one", HEADER + ROW), ("two", HEADER + ROW + more)):
            register.write_text(text, encoding="utf-8")
            rows = csv.DictReader(io.StringIO(run("assess", str(register), "--format", "csv").stdout))
            found[name] = next(row for row in rows if row["characteristic"] == "1.1.1")
        assert (found["one"]["level"], found["one"]["missing"]) == ("1", "1.1.1-2-strategy")
        assert found["two"]["level"] == "2"
        assert found["two"]["evidence"].split() == [
            "https://w3id.org/mmssc/community/testville/evidence/S1",
            "https://w3id.org/mmssc/community/testville/evidence/V1",
        ]

    def test_many_communities_are_reported_as_one_after_the_other(self, tmp_path: Path) -> None:
        codes = ["1.1.1-2-vision", "1.1.1-2-strategy", "2.2.1-2-first-steps"]
        for city in ("Alder", "Birch", "Cedar"):  # about 9,000 triples each: more than one batch (mmssc.assess.batches)
            rows = [
                f"{city}{n},{city},Fact {n} 事实,reviewed,2025,A source,public,{codes[n % len(codes)]}\n"
                for n in range(1000)
            ]
            (tmp_path / f"{city}.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        files = sorted(str(path) for path in tmp_path.glob("*.csv"))

        def report(form: str, *names: str) -> str:
            result = run("assess", *names, "--format", form, "--as-of", "2026-11-21")
            assert result.exit_code == 0
            return result.stdout

        together = report("csv", *files).splitlines()
        reports = [report("csv", file).splitlines() for file in files]
        assert together == [reports[0][0], *(line for each in reports for line in each[1:])]
        whole, parts = json.loads(report("json", *files)), [json.loads(report("json", file)) for file in files]
        assert whole["assessments"] == [assessment for part in parts for assessment in part["assessments"]]
        assert whole["evidence"] == {iri: item for part in parts for iri, item in part["evidence"].items()}
        turtle = {line for line in report("turtle", *files).splitlines() if line.startswith("@prefix")}
        assert len(turtle) == len({line.split()[1] for line in turtle})

    def test_standard_input_and_output_file(self, tmp_path: Path) -> None:
        out = tmp_path / "out.json"
        result = run("assess", "-", "--format", "json", "-o", str(out), stdin=HEADER + ROW)
        assert (result.exit_code, result.stdout) == (0, "")
        document = json.loads(out.read_text(encoding="utf-8"))
        assert document["assessments"][0]["community"]["name"]["en"] == "Testville"
        assert not list(tmp_path.glob("*.part"))

    def test_a_bad_row_is_refused_by_itself_and_the_exit_status_says_so(self, register: Path) -> None:
        register.write_text(HEADER + ROW + "V2,Testville,No such code,reviewed,2025,X,public,1.1.1-2-visionn\n")
        result = run("assess", str(register), "--format", "csv")
        assert result.exit_code == 1
        assert "row 3" in result.stderr
        assert "1.1.1-2-vision" in result.stderr.partition("→")[2]
        assert len(result.stdout.splitlines()) == 33

    def test_nothing_usable_is_exit_status_2_and_no_output(self, tmp_path: Path) -> None:
        empty = tmp_path / "empty.csv"
        empty.touch()
        for name in (str(empty), str(tmp_path / "absent.ttl")):
            result = run("assess", name)
            assert (result.exit_code, result.stdout) == (2, "")
            assert Path(name).name in result.stderr

    def test_one_bad_file_does_not_lose_the_good_one(self, register: Path, tmp_path: Path) -> None:
        bad = tmp_path / "bad.ttl"
        bad.write_text("@prefix broken", encoding="utf-8")
        result = run("assess", str(bad), str(register), "--format", "csv")
        assert result.exit_code == 1
        assert "bad.ttl" in result.stderr
        assert len(result.stdout.splitlines()) == 33

    def test_two_years_ahead_stands_next_to_today(self, register: Path) -> None:
        header = HEADER.replace("\n", ",planned_for\n")
        register.write_text(
            header + ROW.replace("\n", ",\n") + "S1,Testville,A strategy will be published,reviewed,2025,Plan,public,"
            "1.1.1-2-strategy,2027-06\n",
            encoding="utf-8",
        )
        result = run("assess", str(register), "--format", "csv", "--as-of", "2026-01-01", "--horizon", "P2Y")
        rows = [row for row in csv.DictReader(io.StringIO(result.stdout)) if row["characteristic"] == "1.1.1"]
        assert [row["level"] for row in rows] == ["1", "2"]
        near = run("assess", str(register), "--format", "csv", "--as-of", "2026-01-01", "--horizon", "P1Y")
        rows = [row for row in csv.DictReader(io.StringIO(near.stdout)) if row["characteristic"] == "1.1.1"]
        assert [row["level"] for row in rows] == ["1", "1"]

    @pytest.mark.parametrize(
        ("option", "value"),
        [("--as-of", "2026-02-30"), ("--horizon", "2Y"), ("--horizon", "P99999Y"), ("--group", "x"), ("--method", "x")],
    )
    def test_an_option_that_cannot_be_used(self, option: str, value: str) -> None:
        for lang in ("en", "zh"):
            result = run("assess", LONDON, option, value, "--lang", lang)
            assert (result.exit_code, result.stdout) == (2, "")
            assert option in result.stderr

    def test_turtle_and_jsonld_say_the_same_and_are_the_same_every_time(self, register: Path) -> None:
        from rdflib import Graph
        from rdflib.compare import isomorphic

        outputs = {form: run("assess", str(register), "--format", form).stdout for form in ("turtle", "jsonld")}
        assert outputs == {form: run("assess", str(register), "--format", form).stdout for form in outputs}
        turtle = Graph().parse(data=outputs["turtle"], format="turtle")
        assert len(turtle) > 500
        assert isomorphic(turtle, Graph().parse(data=outputs["jsonld"], format="json-ld"))

    def test_the_results_are_no_evidence(self, register: Path, tmp_path: Path) -> None:
        """What an assessment wrote can be read back with its evidence, and changes nothing."""
        out = tmp_path / "out.ttl"
        run("assess", str(register), "--format", "turtle", "-o", str(out))
        again = run("assess", str(out), "--format", "csv")
        assert again.stdout == run("assess", str(register), "--format", "csv").stdout

    @pytest.mark.parametrize(
        "forged",
        [
            "ex:a a mmssc:Criterion ; mmssc:characteristic char:1.1.1 ; mmssc:level lvl:5 .",
            "ex:a dcterms:publisher ex:x . ex:x a mmssc:Criterion ; mmssc:characteristic char:1.1.1 ; "
            "mmssc:level lvl:5 .",
            "ex:a prov:wasAttributedTo <http://example.org/c/assessment/2026-11-21> . "
            "<http://example.org/c/assessment/2026-11-21> dcterms:conformsTo crit:1.1.1-5 ; mmssc:admits ex:a .",
            "ex:a dcterms:source <http://example.org/c/assessment/2026-11-21/rating/1.1.2> . "
            "<http://example.org/c/assessment/2026-11-21/rating/1.1.2> mmssc:level lvl:5 .",
            "ex:v a sh:ValidationResult ; sh:focusNode ex:a ; sh:sourceShape crit:1.1.1-1 .",
            "crit:1.1.1-5 sh:deactivated true .",
            "ex:own rdfs:subClassOf mmssc:Evidence . ex:b a ex:own ; mmssc:community <http://example.org/c> .",
        ],
    )
    def test_evidence_cannot_state_results_or_change_the_model(self, forged: str, tmp_path: Path) -> None:
        prefixes = "".join(f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items())
        honest = (
            prefixes
            + """@prefix ex: <http://example.org/> .
            ex:a a mmssc:Evidence ; dcterms:title "A" ; mmssc:community <http://example.org/c> ;
              mmssc:assurance mmssc:Reviewed ; dcterms:issued "2023"^^xsd:gYear ; dcterms:source ex:s ;
              dcterms:accessRights access:PUBLIC ; mmssc:demonstrates req:1.1.1-2-vision . """
        )
        levels = {}
        for name, text in (("honest", honest), ("forged", honest + forged)):
            path = tmp_path / f"{name}.ttl"
            path.write_text(text, encoding="utf-8")
            result = run("assess", str(path), "--as-of", "2026-11-21", "--format", "csv")
            levels[name] = result.stdout
        assert levels["honest"] == levels["forged"]
        assert "evidence" in result.stderr

    def test_one_file_cannot_add_to_an_item_of_another(self, tmp_path: Path, register: Path) -> None:
        item = "https://w3id.org/mmssc/community/testville/evidence/V1"
        more = tmp_path / "more.ttl"
        more.write_text(f"<{item}> <https://w3id.org/mmssc/ns#scope> <https://w3id.org/mmssc/ns#CityWide> .")
        result = run("assess", str(register), str(more), "--format", "csv")
        assert result.exit_code == 1
        assert item in result.stderr
        assert result.stdout == run("assess", str(register), "--format", "csv").stdout

    def test_a_device_is_written_to_and_not_replaced(self, register: Path, tmp_path: Path) -> None:
        link = tmp_path / "link.csv"
        link.symlink_to(tmp_path / "target.csv")
        assert run("assess", str(register), "--format", "csv", "-o", str(link)).exit_code == 0
        assert link.is_symlink()
        assert len((tmp_path / "target.csv").read_text().splitlines()) == 33
        for name in ("", str(tmp_path / "no" / "such.csv"), str(tmp_path)):
            assert run("assess", str(register), "--format", "csv", "-o", name).exit_code == 2

    def test_pyshacl_gives_the_same(self, register: Path) -> None:
        small = ("--format", "json", "--as-of", "2026-11-21")
        fast = json.loads(run("assess", str(register), *small).stdout)
        slow = json.loads(run("assess", str(register), *small, "--engine", "pyshacl").stdout)
        assert fast == slow

    def test_another_model_in_place_of_iso_37107(self, tmp_path: Path) -> None:
        tiny = Path(__file__).parents[1] / "assess" / "tiny-model.ttl"
        result = run(
            "assess",
            "-",
            "--model",
            str(tiny),
            "--format",
            "csv",
            stdin=HEADER.partition("demo")[0] + "\n" + ROW.rpartition(",")[0] + ",\n",
        )
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert result.exit_code == 0, result.stderr
        assert [row["characteristic"] for row in rows] == ["soil", "water"]
        assert run("template", str(tmp_path / "garden.xlsx"), "--model", str(tiny)).exit_code == 0
        sheet = load_workbook(tmp_path / "garden.xlsx")["requirements"]
        codes = {"soil-2-compost", "soil-2-samples", "soil-3-shared", "water-2-rain", "water-2-river", "water-3-reused"}
        assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == codes
        result = run("query", "SELECT ?c { ?c a mmssc:Characteristic }", "--model", str(tiny), "--format", "csv")
        found = result.stdout.splitlines()[1:]
        assert result.exit_code == 0
        assert found
        assert not any("iso37107" in iri for iri in found)

    def test_a_model_that_cannot_be_assessed_is_refused_with_every_reason(self, tmp_path: Path, register: Path) -> None:
        tiny = (Path(__file__).parents[1] / "assess" / "tiny-model.ttl").read_text(encoding="utf-8")
        model = tmp_path / "model.ttl"
        model.write_text(
            tiny
            + """
            <http://example.org/c> a mmssc:Criterion ; sh:targetClass mmssc:Assessment .
            <http://example.org/r> a mmssc:Requirement ; sh:qualifiedValueShape [ sh:minCount 1 ] .
            """,
            encoding="utf-8",
        )
        result = run("assess", str(register), "--model", str(model))
        assert (result.exit_code, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 4
        assert "http://example.org/c" in result.stderr

    def test_the_query_sees_all_shapes(self) -> None:
        query = "ASK { <https://w3id.org/mmssc/shape/evidence/item> a sh:NodeShape . crit:4.6-5 a mmssc:Criterion }"
        assert run("query", query).stdout == "true\n"


class TestExplain:
    def test_the_proof_and_the_reason_why_not(self, register: Path) -> None:
        proof = run("explain", str(register), "1.1.1")
        assert proof.exit_code == 0
        assert "A strategy" in proof.stdout
        why_not = run("explain", str(register), "1.1.1-3", "--lang", "zh")
        assert why_not.exit_code == 0
        assert "1.1.1-3-outcomes" in why_not.stdout

    def test_unknown_code_gets_the_nearest(self, register: Path) -> None:
        result = run("explain", str(register), "2.2.11")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "2.2.1" in result.stderr.partition("2.2.11")[2]

    def test_no_file(self) -> None:
        assert run("explain", "1.1.1").exit_code == 2


class TestValidate:
    def test_good_evidence(self) -> None:
        result = run("validate", LONDON)
        assert result.exit_code == 0
        assert "90" in result.stdout

    def test_every_problem_has_place_value_and_mend(self, tmp_path: Path) -> None:
        data = tmp_path / "bad.ttl"
        data.write_text(
            """@prefix mmssc: <https://w3id.org/mmssc/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
            @prefix req: <https://w3id.org/mmssc/iso37107/requirement/> .
            <http://example.org/a> a mmssc:Evidence ; dcterms:title "A" ; mmssc:community <http://example.org/c> ;
              mmssc:assurance mmssc:Certain ; dcterms:issued "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> ;
              dcterms:source <http://example.org/s> ; mmssc:demonstrates req:1.1.1-2-visions .
            <http://example.org/b> a mmssc:Evidence ; dcterms:title "B" ; mmssc:community <http://example.org/c> ;
              mmssc:assurance mmssc:Reviewed ; dcterms:issued "2023"^^<http://www.w3.org/2001/XMLSchema#gYear> ;
              dcterms:source <http://example.org/s> ; mmssc:demonstrates req:1.1.1-2-vision .
            req:1.1.1-2-strategy <http://www.w3.org/ns/shacl#deactivated> true .
            """,
            encoding="utf-8",
        )
        result = run("validate", str(data), "--format", "json")
        assert result.exit_code == 1
        found = json.loads(result.stdout)
        assert (found["offered"], found["refused"]) == (2, 1)
        by_code = {problem["code"]: problem for problem in found["problems"]}
        assert set(by_code) == {"assurance", "issued", "demonstrates", "reserved-subject"}
        assert by_code["assurance"]["value"] == "mmssc:Certain"
        assert by_code["issued"]["field"] == "dcterms:issued"
        assert "req:1.1.1-2-vision" in by_code["demonstrates"]["mend"]
        assert all(
            problem["where"] == "http://example.org/a"
            for code, problem in by_code.items()
            if code != "reserved-subject"
        )
        assert all(problem["message"] and problem["mend"] for problem in found["problems"])


class TestQuery:
    def test_counts_of_the_model_with_labels_in_two_languages(self) -> None:
        def one(query: str) -> list[str]:
            result = run("query", query, "--format", "csv")
            assert result.exit_code == 0, result.stderr
            return result.stdout.splitlines()[1].split(",")

        assert one("SELECT (COUNT(?c) AS ?n) { ?c a mmssc:Characteristic }") == ["32"]
        assert one("SELECT (COUNT(?c) AS ?n) { ?c a mmssc:Criterion }") == ["160"]
        counts = one(
            "SELECT (COUNT(?r) AS ?n) (COUNT(?e) AS ?en) (COUNT(?z) AS ?zh) { ?r a mmssc:Requirement ; sh:name ?e , ?z "
            "FILTER (LANG(?e) = 'en' && LANG(?z) = 'zh') }"
        )
        assert len(set(counts)) == 1
        assert 400 <= int(counts[0]) <= 550

    def test_of_results(self, register: Path) -> None:
        query = "SELECT ?level { ?r a mmssc:Rating ; mmssc:characteristic char:1.1.1 ; mmssc:level ?level }"
        result = run("query", query, str(register), "--assess", "--format", "csv")
        assert result.stdout.splitlines()[1:] == ["https://w3id.org/mmssc/iso37107/level/1"]

    def test_from_a_file_from_standard_input_and_by_name(self, tmp_path: Path) -> None:
        text = "ASK { char:1.1.1 a mmssc:Characteristic }"
        path = tmp_path / "q.rq"
        path.write_text(text, encoding="utf-8")
        assert run("query", str(path)).stdout == "true\n"
        assert run("query", "-", stdin=text).stdout == "true\n"
        assert "lvl:5" in run("query", "report/levels").stdout

    def test_construct_as_turtle(self) -> None:
        from rdflib import Graph

        result = run("query", "CONSTRUCT WHERE { ?l a mmssc:Level ; mmssc:rank ?r }", "--format", "turtle")
        assert len(Graph().parse(data=result.stdout, format="turtle")) == 10

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT {",
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a = ?nothing) }",
            "ASK { " + "{ " * 50_000 + "} " * 50_000 + "}",
            "no such file",
        ],
        ids=["syntax", "service", "endless", "nested", "file"],
    )
    def test_no_answer_is_exit_status_2(self, query: str, tmp_path: Path) -> None:
        path = tmp_path / "q.rq"
        path.write_text(query, encoding="utf-8")
        name = str(path) if "{" in query else query
        started = time.monotonic()
        result = run("query", name, "--timeout", "1")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("error: ")
        assert time.monotonic() - started < 30  # the time-out is real, however slow the machine

    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * {{ # c\rSERVICE <{url}> {{ ?s ?p ?o }} }}",
            "PREFIX : <{url}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
            "SELECT * {{ ?a ?b 1SERVICE <{url}> {{ ?s ?p ?o }} }}",
            "PREFIX e: <http://x/> SELECT * {{ OPTIONAL {{ ?a ?b e:a\\'b }} SERVICE <{url}> {{ ?s ?p ?o }} }}",
        ],
    )
    def test_no_hidden_service_call_leaves(self, text: str) -> None:
        """Whatever hides the keyword, the worker cannot open a connection."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            listener.settimeout(0.2)
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            result = run("query", text.format(url=url), "--timeout", "5")
            assert (result.exit_code, result.stdout) == (2, "")
            with pytest.raises(TimeoutError):
                listener.accept()

    def test_describe_needs_no_braces(self) -> None:
        assert "mmssc:Characteristic" in run("query", "DESCRIBE char:1.1.1").stdout

    def test_a_keyword_in_a_string_or_iri_is_no_service_call(self) -> None:
        query = "ASK { VALUES ?x { 'SERVICE <x> {' <http://example.org/SERVICE> } # SERVICE\n FILTER (?x != '') }"
        assert run("query", query).stdout == "true\n"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A real SPARQL server: Oxigraph's, loaded with nothing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binary = Path(sys.executable).with_name("oxigraph")
    process = subprocess.Popen([str(binary), "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(url, timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        data = b'<http://example.org/s> <http://example.org/p> "v" .'
        request = urllib.request.Request(
            f"{url}/store?default", data=data, method="POST", headers={"Content-Type": "text/turtle"}
        )
        urllib.request.urlopen(request, timeout=5).close()
        yield url
    finally:
        process.terminate()
        process.wait()


class TestEndpoint:
    def test_all_forms(self, server: str) -> None:
        select = "SELECT ?v { ?s ?p ?v }"
        assert run("query", select, "--endpoint", f"{server}/query").stdout.split() == ["v", "─", "v"]
        assert run("query", select, "--endpoint", f"{server}/query", "--format", "csv").stdout.split() == ["v", "v"]
        found = json.loads(run("query", select, "--endpoint", f"{server}/query", "--format", "json").stdout)
        assert found["results"]["bindings"][0]["v"]["value"] == "v"
        graph = run("query", "CONSTRUCT WHERE { ?s ?p ?o }", "--endpoint", f"{server}/query", "--format", "turtle")
        assert "http://example.org/s" in graph.stdout
        assert run("query", "ASK { ?s ?p ?o }", "--endpoint", f"{server}/query").stdout == "true\n"

    def test_a_server_that_is_not_one(self, server: str) -> None:
        for endpoint in (f"{server}/nowhere", f"{server}/", "http://127.0.0.1:9/query"):
            result = run("query", "SELECT * { ?s ?p ?o }", "--endpoint", endpoint)
            assert (result.exit_code, result.stdout) == (2, "")
            assert endpoint in result.stderr


class _Broken(BaseHTTPRequestHandler):
    """A server that breaks its word: /drip never ends, /cut promises more than it sends."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        if self.path.startswith("/cut"):
            self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"head": {"vars": ["a"]}, "results": {"bindings": [')
        for _ in range(200 if self.path.startswith("/drip") else 0):
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        return


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("path", ["drip", "cut", "short"])
def test_a_server_that_drips_or_cuts_off(path: str, form: str) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Broken) as broken:
        Thread(target=broken.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{broken.server_port}/{path}"
        result = run("query", "SELECT ?a { ?a ?b ?c }", "--endpoint", url, "--timeout", "1", "--format", form)
        assert (result.exit_code, result.stdout) == (2, "")
        assert url in result.stderr
        broken.shutdown()


def test_a_terminal_without_chinese_still_gets_help() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "mmssc", "assess", "--help"]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def test_help_of_every_command_has_examples() -> None:
    for command in ("assess", "explain", "validate", "query", "template"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert f"mmssc {command}" in result.stdout


def test_starting_imports_nothing_heavy() -> None:
    """Starting is part of speed: asserted by what is imported, not by a clock."""
    code = "import sys, mmssc.cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pyoxigraph", "rdflib", "pyshacl", "openpyxl", "jinja2", "rich"} & set(loaded)


def test_no_traceback_reaches_a_user(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.xlsx"
    rubbish.write_bytes(b"\x00\xff" * 100)
    process = subprocess.run(
        [sys.executable, "-m", "mmssc", "assess", str(rubbish)], capture_output=True, text=True, check=False
    )
    assert process.returncode == 2
    assert "Traceback" not in process.stderr
    assert "rubbish.xlsx" in process.stderr
