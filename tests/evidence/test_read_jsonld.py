"""JSON-LD: contexts, the network, and what a processor would drop in silence."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pyoxigraph import NamedNode
from registers import codes

from mmssc.knowledge import folder

CONTEXT = "https://w3id.org/mmssc/context.jsonld"
ITEM = {
    "@context": CONTEXT,
    "id": "https://e.org/1",
    "type": "Evidence",
    "community": "https://e.org/city",
    "title": {"@value": "愿景已公布", "@language": "zh"},
    "evidenceType": "strategy",
    "demonstrates": ["req:1.1.1-2-vision", "https://w3id.org/mmssc/iso37107/requirement/1.1.1-2-strategy"],
    "assurance": "reviewed",
    "scope": "city-wide",
    "accessRights": "public",
    "audience": ["residents", "private-sector"],
    "issued": "2024-03-01",
    "plannedFor": {"@value": "2030", "@type": "xsd:gYear"},
    "refreshInterval": "PT15M",
    "wasAttributedTo": "local-government",
}


def test_the_packaged_context(read):
    reading = read("a.jsonld", json.dumps(ITEM))
    assert reading.problems == []
    assert reading.offered == 1
    said = {(quad.predicate.value.rpartition("/")[2].rpartition("#")[2], str(quad.object)) for quad in reading.quads}
    assert said == {
        ("type", "<https://w3id.org/mmssc/ns#Evidence>"),
        ("community", "<https://e.org/city>"),
        ("title", '"愿景已公布"@zh'),
        ("type", "<https://w3id.org/mmssc/evidence-type/strategy>"),
        ("demonstrates", "<https://w3id.org/mmssc/iso37107/requirement/1.1.1-2-vision>"),
        ("demonstrates", "<https://w3id.org/mmssc/iso37107/requirement/1.1.1-2-strategy>"),
        ("assurance", "<https://w3id.org/mmssc/ns#Reviewed>"),
        ("scope", "<https://w3id.org/mmssc/ns#CityWide>"),
        ("accessRights", "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>"),
        ("audience", "<https://w3id.org/mmssc/ns#Residents>"),
        ("audience", "<https://w3id.org/mmssc/ns#PrivateSector>"),
        ("issued", '"2024-03-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("plannedFor", '"2030"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("refreshInterval", '"PT15M"^^<http://www.w3.org/2001/XMLSchema#duration>'),
        ("wasAttributedTo", "<https://w3id.org/mmssc/ns#LocalGovernment>"),
    }


def test_the_context_names_every_property_of_evidence_and_assessment():
    core = folder("ontology/core.ttl").read_text(encoding="utf-8")
    section = core[core.index("# --- Evidence ---") :]
    declared = set(re.findall(r"^mmssc:(\w+) a owl:(?:Object|Datatype)Property", section, re.MULTILINE))
    assert declared
    terms = json.loads(folder("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    named = {term["@id"].removeprefix("mmssc:") for term in terms.values() if isinstance(term, dict)}
    assert declared <= named


def test_the_context_names_every_column_of_the_register():
    metadata = json.loads(folder("ontology/register.csv-metadata.json").read_text(encoding="utf-8"))
    columns = metadata["tableSchema"]["columns"]
    properties = {c["propertyUrl"] for c in columns if "propertyUrl" in c and not c.get("virtual")}
    terms = json.loads(folder("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    expanded = set()
    for term in terms.values():
        if isinstance(term, dict):
            prefix, _, local = term["@id"].partition(":")
            expanded.add(terms[prefix] + local)
    assert properties <= expanded


def test_an_undefined_term_is_told_and_the_rest_lives(read):
    reading = read("a.jsonld", json.dumps(ITEM | {"titel": "x", "colour": "red"}))
    assert codes(reading) == ["unknown-term", "unknown-term"]
    assert {problem.severity for problem in reading.problems} == {"warning"}
    by_field = {problem.field: problem for problem in reading.problems}
    assert "“title”" in by_field["titel"].mend.en
    assert (reading.offered, reading.refused) == (1, 0)
    assert not any("undefined.invalid" in str(quad) for quad in reading.quads)


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({"assurance": "reviewd"}, "unknown-value", "reviewd"),
        ({"type": ["Evidence", "Evidnce"]}, "unknown-value", "Evidnce"),
        ({"id": "one"}, "relative-iri", "one"),
        ({"community": "London"}, "relative-iri", "London"),
        ({"demonstrates": "1.1.1-2-vision"}, "relative-iri", "1.1.1-2-vision"),
        ({"community": "https://e.org/a b"}, "bad-iri", "https://e.org/a b"),
        ({"id": "https://e.org/[1]"}, "bad-iri", "https://e.org/[1]"),
        ({"foaf:name": "x"}, "undeclared-prefix", "foaf:name"),
        ({"title": {"@value": "x", "@language": "no language"}}, "bad-language", "no language"),
    ],
)
def test_what_would_be_dropped_in_silence_refuses_its_node_alone(read, change, code, value):
    good = ITEM | {"id": "https://e.org/2"}
    del good["@context"]
    bad = ITEM | change
    del bad["@context"]
    reading = read("a.jsonld", json.dumps({"@context": CONTEXT, "@graph": [bad, good]}, ensure_ascii=False))
    assert [(problem.code, problem.value) for problem in reading.problems] == [(code, value)]
    assert reading.problems[0].where in {"https://e.org/1", value}
    assert (reading.offered, reading.refused) == (2, 1)
    assert {quad.subject for quad in reading.quads} == {NamedNode("https://e.org/2")}


@pytest.mark.parametrize(
    "content",
    ['"text"', "5", '{"a": 1,}', '{"a": NaN}', '{"a": 1e999}', '{"@value": 1, "@id": "x"}x', b'{"a": "\xe9"}', "[1, 2"],
)
def test_no_json_ld_at_all(read, content):
    reading = read("a.jsonld", content)
    assert codes(reading) == ["syntax"]
    assert reading.quads == []


def test_a_key_that_stands_twice_is_told(read):
    (problem,) = read("a.jsonld", '{"@id": "https://e.org/1", "title": "a", "title": "b"}').problems
    assert (problem.code, problem.field) == ("duplicate-key", "title")


def test_an_array_of_nodes(read):
    assert read("a.jsonld", json.dumps([ITEM, ITEM | {"id": "https://e.org/2"}])).offered == 2


def test_too_large(read, monkeypatch):
    monkeypatch.setattr("mmssc.evidence.jsonld.MAX_JSON_BYTES", 100)
    assert codes(read("a.jsonld", json.dumps(ITEM))) == ["too-large"]


class _Server(ThreadingHTTPServer):
    def __init__(self, certificate=None):
        self.requests = []
        self.pages = {}
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    @property
    def address(self):
        return f"{self.scheme}://localhost:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.requests.append(self.path)
        status, content = self.server.pages.get(self.path, (404, b""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", content.decode())
        self.end_headers()
        if status == 200:
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    servers = []

    def start(certificate=None):
        server = _Server(certificate)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def places(address):
    scoped = {"p": {"@id": "https://e.org/p", "@context": address}}
    return {
        "plain": {"@context": address},
        "list": {"@context": [CONTEXT, address]},
        "import": {"@context": {"@import": address}},
        "scoped": {"@context": scoped},
        "nested": {"https://e.org/p": {"@context": address, "https://e.org/q": 1}},
    }


@pytest.mark.parametrize("place", places(""))
@pytest.mark.parametrize("allowed", [False, True])
def test_no_request_is_made(read, serve, place, allowed):
    """Not without leave; and with leave, not to an address that is not https."""
    server = serve()
    address = f"{server.address}/context.jsonld"
    server.pages["/context.jsonld"] = (200, b'{"@context": {}}')
    reading = read("a.jsonld", json.dumps({"@id": "https://e.org/1"} | places(address)[place]), allow_remote=allowed)
    assert [(problem.code, problem.value) for problem in reading.problems] == [("remote-context", address)]
    assert "--allow-remote" in reading.problems[0].mend.en
    assert reading.quads == []
    assert server.requests == []


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run([*command.split(), "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + path.with_name("both.pem.crt").read_bytes())
    return str(path)


@pytest.mark.parametrize("place", places(""))
def test_with_leave_a_context_is_fetched_over_https(read, serve, certificate, monkeypatch, place):
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    server = serve(certificate)
    server.pages["/c"] = (200, b'{"@context": {"q": "https://e.org/fetched"}}')
    document = {"@id": "https://e.org/1", "p": {"q": 1}, "q": 2} | places(f"{server.address}/c")[place]
    if place == "nested":
        document["https://e.org/p"]["q"] = 1
    reading = read("a.jsonld", json.dumps(document), allow_remote=True)
    assert any(quad.predicate == NamedNode("https://e.org/fetched") for quad in reading.quads)
    assert server.requests == ["/c"]


@pytest.mark.parametrize(
    "page",
    [
        (404, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"@context": {}' + b" " * 2_000_000 + b"}"),
        (302, b"http://localhost:1/"),
    ],
)
def test_a_context_that_cannot_be_had(read, serve, certificate, monkeypatch, page):
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    server = serve(certificate)
    server.pages["/c"] = page
    reading = read("a.jsonld", json.dumps({"@context": f"{server.address}/c"}), allow_remote=True)
    assert codes(reading) == ["remote-context"]


@pytest.mark.parametrize(
    "address", ["https://localhost:1/c", "https://local host/c", "https://localhost:x/", "https://", "c.jsonld"]
)
def test_an_address_that_is_none(read, address):
    assert codes(read("a.jsonld", json.dumps({"@context": address}), allow_remote=True)) == ["remote-context"]


def test_contexts_that_name_each_other(read, serve, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    server = serve(certificate)
    loop = {"@context": {"p": {"@id": "https://e.org/p", "@context": f"{server.address}/c"}}}
    server.pages["/c"] = (200, json.dumps(loop).encode())
    assert codes(read("a.jsonld", json.dumps({"@context": f"{server.address}/c"}), allow_remote=True)) == ["syntax"]


def test_many_contexts(read, serve, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    server = serve(certificate)
    for number in range(50):
        server.pages[f"/{number}"] = (200, b'{"@context": {}}')
    document = {"@context": [f"{server.address}/{number}" for number in range(50)]}
    assert "too-many-contexts" in codes(read("a.jsonld", json.dumps(document), allow_remote=True))
    assert len(server.requests) <= 10
