"""The bytes of a file become a document with every problem in it, and no secret or guest list gets further."""

from pathlib import Path

from hubkit.problems import Severity
from hubkit.read.documents import document_of, read_document
from hubkit.values import Span

SECRET = "sk_" + "live_" + "HUBKITFAKE0123456789"
EVENT = "hubs/berlin/events/meetup.yaml"
CHARTER = "hubs/berlin/charter.md"


def test_a_yaml_file() -> None:
    document, problems = document_of(EVENT, "meetup", b"\xef\xbb\xbftitle: Z\xc3\xbcrich\r\nend:\r\n")
    assert problems == []
    assert (document.path, document.id, document.data) == (EVENT, "meetup", {"title": "Zürich", "end": None})
    assert document.place(("title",)).column == 8
    assert (document.text, document.body, document.complete) == ("title: Zürich\r\nend:\r\n", "", True)


def test_a_markdown_file() -> None:
    document, problems = document_of(CHARTER, "charter", b"---\nversion: 1.10\n---\n# We\n\n---\nslug: x\n---\n")
    assert problems == []
    assert document.data == {"version": "1.10"}
    assert document.spans[("version",)] == Span(2, 10, 4)
    assert (document.body, document.body_line) == ("# We\n\n---\nslug: x\n---\n", 4)


def test_a_markdown_file_without_front_matter() -> None:
    document, problems = document_of(CHARTER, "charter", b"# We\r\nmeet\r\n")
    assert (problems, document.data, document.body, document.body_line) == ([], {}, "# We\nmeet\n", 1)


def test_front_matter_that_is_never_closed() -> None:
    document, (problem,) = document_of(CHARTER, "charter", b"---\nversion: 1\n# We\n")
    assert (problem.place.line, problem.place.column, problem.excerpt) == (1, 1, "---")
    assert (document.data, document.body, document.complete) == ({}, "", False)


def test_a_problem_in_front_matter_shows_its_line() -> None:
    _, (problem,) = document_of(CHARTER, "charter", b"---\na: 1\nb: &x 2\n---\ntext\n")
    assert (problem.place.line, problem.place.column, problem.excerpt) == (3, 4, "b: &x 2")


def test_bytes_that_are_not_utf8() -> None:
    document, problems = document_of(EVENT, "meetup", "title: ok\nname: Mé\nname: é".encode() + b" M\xfcnchen\n")
    assert [(p.place.line, p.place.column) for p in problems] == [(3, 1), (3, 10)]
    assert problems[1].message == "not UTF-8 (byte 0xfc)"
    assert "UTF-8" in problems[1].hint
    assert document.data["title"] == "ok"


def test_a_body_loses_controls_with_a_warning_and_keeps_tabs() -> None:
    document, problems = document_of(CHARTER, "charter", b"---\na: b\n---\none\x01\x1b\n\ttwo \xc2\x85\n")
    assert document.body == "one\n\ttwo \n"
    assert [(p.place.line, p.place.column) for p in problems] == [(4, 4), (4, 5), (5, 6)]
    assert {p.severity for p in problems} == {Severity.warning}


def test_a_body_that_lies_is_an_error() -> None:
    _, problems = document_of(CHARTER, "charter", "x\n\nRSVP \u202egpj.exe\u202c \u200b\n".encode())
    assert [(p.place.line, p.place.column, p.severity) for p in problems] == [
        (3, column, Severity.error) for column in (6, 14, 16)
    ]


def test_a_syntax_mistake_beside_a_refused_character_is_not_told_twice() -> None:
    _, (problem,) = document_of(EVENT, "meetup", "notes: snacks\u0085capacity: 9999\n".encode())
    assert "NEXT LINE" in problem.message


def test_a_secret_is_named_by_its_key_and_never_shown() -> None:
    text = f"name: Berlin\npayment:\n  stripe_key: {SECRET}\nlist: &x [*y, {SECRET}\n# {SECRET}\n"
    document, problems = document_of("hubs/berlin/hub.yaml", "berlin", text.encode())
    first = next(p for p in problems if "Stripe" in p.message)
    assert (first.place.line, first.place.column, first.place.length) == (3, 15, len(SECRET))
    assert '"stripe_key" holds a Stripe key (sk_live_****)' in first.message
    assert first.excerpt == f"  stripe_key: sk_live_{'*' * 20}"
    assert sum("Stripe" in p.message for p in problems) == 3
    assert len(problems) > 3
    assert "HUBKITFAKE" not in repr((document, problems))


def test_a_secret_in_a_body() -> None:
    document, (problem,) = document_of(CHARTER, "charter", f"---\na: b\n---\nOur key: {SECRET}.\n".encode())
    assert problem.place.line == 4
    assert "here is a Stripe key" in problem.message
    assert "HUBKITFAKE" not in repr((document, problem))


def test_at_most_fifty_problems_a_file() -> None:
    _, problems = document_of(EVENT, "meetup", b"".join(b"a%d: &x 1\n" % n for n in range(80)))
    assert len(problems) == 50
    assert [p.place.line for p in problems] == list(range(1, 51))


def test_a_file_above_one_mebibyte(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"#" * ((1 << 20) + 1))
    document, (problem,) = read_document(tmp_path, "a.yaml", "a")
    assert document is None
    assert "1 MiB" in problem.message
    (tmp_path / "a.yaml").write_bytes(b"#" * (1 << 20))
    assert read_document(tmp_path, "a.yaml", "a")[1] == []


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    document, (problem,) = read_document(tmp_path, "gone.yaml", "gone")
    assert document is None
    assert problem.message == "cannot read this: No such file or directory"
    assert problem.place.file == "gone.yaml"


def test_a_link_put_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: b\n")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    document, (problem,) = read_document(tmp_path, "link.yaml", "link")
    assert document is None
    assert problem.message.startswith("cannot read this")
