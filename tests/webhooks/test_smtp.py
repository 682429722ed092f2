"""Mail on its way: encrypted wherever it leaves the machine, and to one receiver."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from hubkit.webhooks.channels import Mail
from hubkit.webhooks.smtp import Carrier
from hubkit.webhooks.unsent import UnsentError
from tests.webhooks.mailing import SENDER, Post, post_office


def message(to: str = "ada@x.example") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = Address(addr_spec=SENDER), Address(addr_spec=to), "Hello"
    made.set_content("Hello\n")
    return made


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs OpenSSL: apt-get install openssl")
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([*command, *names], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def sent(mail: Mail, *receivers: str) -> None:
    carrier = Carrier(mail.server, mail.sender)
    try:
        for receiver in receivers:
            carrier.send(message(receiver), receiver)
    finally:
        carrier.close()


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as post:
        yield post


def test_mail_after_mail_goes_over_one_connection(post: Post) -> None:
    sent(post.mail(), "ada@x.example", "ben@x.example")
    assert [post.next()["To"], post.next()["To"]] == ["ada@x.example", "ben@x.example"]


def test_over_starttls_with_a_name_and_a_password(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with post_office(tls_context=context(certificate), require_starttls=True) as post:
        sent(post.mail("starttls", "ada", "p@ss:word", host="localhost"), "ada@x.example")
        assert post.next()["To"] == "ada@x.example"
    assert post.was_encrypted == [True]
    assert post.logins == [(b"ada", b"p@ss:word")]


def test_over_tls_from_the_beginning(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with post_office(ssl_context=context(certificate)) as post:
        sent(post.mail("tls", host="localhost"), "ada@x.example")
        assert post.next()["To"] == "ada@x.example"
        with pytest.raises(UnsentError):
            sent(post.mail("tls", host="127.0.0.1"), "ada@x.example")


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with post_office(tls_context=context(certificate)) as post:
        with pytest.raises(UnsentError, match="SSLCertVerificationError") as unsent:
            sent(post.mail("starttls", host="localhost"), "ada@x.example")
        assert post.got.empty()
    assert unsent.value.is_down


def test_a_server_without_starttls_gets_neither_mail_nor_password(post: Post) -> None:
    with pytest.raises(UnsentError, match="offers no STARTTLS"):
        sent(post.mail("starttls", "ada", "p@ss:word", host="localhost"), "ada@x.example")
    assert (post.got.empty(), post.logins) == (True, [])


def test_a_wrong_password_is_said_and_tried_again() -> None:
    with post_office(auth_require_tls=False) as post, pytest.raises(UnsentError, match="SMTP 535") as unsent:
        sent(post.mail("none", "ada", "wrong"), "ada@x.example")
    assert (unsent.value.is_down, unsent.value.is_final) == (True, False)


@pytest.mark.parametrize(("answer", "is_final"), [("451 later", False), ("554 never", True)])
def test_a_refusal_is_final_where_the_server_says_so_and_the_next_mail_still_goes(
    post: Post, answer: str, is_final: bool
) -> None:
    mail = post.mail()
    carrier = Carrier(mail.server, mail.sender)
    for name in ("answer", "to_receiver"):
        setattr(post, name, answer)
        with pytest.raises(UnsentError, match=f"SMTP {answer[:3]}") as unsent:
            carrier.send(message(), "ada@x.example")
        assert (unsent.value.is_final, unsent.value.is_down) == (is_final, False)
        assert "ada" not in str(unsent.value)
        setattr(post, name, "250 OK")
        carrier.send(message("ben@x.example"), "ben@x.example")
        assert post.next()["To"] == "ben@x.example"
    carrier.close()


def test_a_connection_that_was_lost_is_made_again() -> None:
    with post_office() as post:
        mail = post.mail()
        carrier = Carrier(mail.server, mail.sender)
        carrier.send(message(), "ada@x.example")
    with pytest.raises(UnsentError):
        carrier.send(message(), "ada@x.example")
    with post_office(post.port) as again:
        carrier.send(message(), "ada@x.example")
        assert again.next()["To"] == "ada@x.example"
        carrier.close()
