"""Messages reach real listeners: an HTTP server and a mail server on this machine."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from settings import Settings
from tasks.operations.alarms import channels as send
from tasks.operations.alarms.channels import NotSent, ways
from tasks.operations.alarms.message import trial
from tasks.operations.alarms.webhook_bodies import LONGEST
from tests.listeners import Webhook, webhook
from tests.mailbox import Mailbox, serving_mail
from tests.unit.operations.alarms.situations import NOW

PASSWORD = "sandi-rahasia"
MESSAGE = trial(NOW)
TEXT_OF: dict[str, Callable[[dict[str, Any]], str]] = {
    "slack": lambda body: str(body["text"]),
    "telegram": lambda body: str(body["text"]),
    "teams": lambda body: "\n".join(block["text"] for block in body["attachments"][0]["content"]["body"]),
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send, "PAUSES", (0.0, 0.0))


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine, with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(plain + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def mail(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Mailbox, int]]:
    """A mail server that wants STARTTLS and the password; its certificate is one that this machine trusts."""

    def judge(_server: object, _session: object, _envelope: object, _mechanism: str, data: Any) -> AuthResult:
        known = (data.login, data.password) == (b"ucj", PASSWORD.encode())
        return AuthResult(success=known, handled=False)  # the server is to answer

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving_mail(authenticator=judge, auth_required=True, tls_context=tls, require_starttls=True) as box:
        yield box, box.port


def mailing(port: int, password: str = PASSWORD) -> Settings:
    return Settings(
        home=Path("/nowhere"),
        alarms={"email_to": ("operator@contoh.go.id", "piket@contoh.go.id"), "email_from": "ucj@contoh.go.id"},
        smtp={"host": "127.0.0.1", "port": port, "user": "ucj", "password": password},
    )


def test_a_webhook_gets_a_text_and_data(hook: Webhook) -> None:
    ways(Settings(alarms={"webhook_url": hook.url}))["webhook"](MESSAGE)
    assert hook.posted == [{"text": MESSAGE.text, "subject": MESSAGE.subject, "new": [], "over": [], "test": True}]


@pytest.mark.parametrize(("form", "longest"), LONGEST.items())
def test_a_chat_service_gets_what_it_takes_and_no_more_than_that(hook: Webhook, form: str, longest: int) -> None:
    alarms = {"webhook_url": hook.url, "webhook_format": form, "webhook_chat": "-100123"}
    long = replace(MESSAGE, text="A <b> & c\nbaris kedua\n\n" + "x" * 30_000)
    for message in (MESSAGE, long):
        ways(Settings(alarms=alarms))["webhook"](message)
    shown = [TEXT_OF[form](body) for body in hook.posted]
    assert MESSAGE.text.splitlines()[0] in shown[0]
    assert len(shown[1]) <= longest + 10  # a card parts lines by blank ones
    assert shown[1].endswith("...")
    assert "<b>" in unescape(shown[1])


def test_the_card_of_teams_is_an_adaptive_card_and_telegram_is_told_the_chat(hook: Webhook) -> None:
    for form in ("teams", "telegram"):
        alarms = {"webhook_url": hook.url, "webhook_format": form, "webhook_chat": "-100123"}
        ways(Settings(alarms=alarms))["webhook"](MESSAGE)
    card, telegram = hook.posted
    (attached,) = card["attachments"]
    assert (card["type"], attached["content"]["type"]) == ("message", "AdaptiveCard")
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert all(block["type"] == "TextBlock" and block["wrap"] for block in attached["content"]["body"])
    assert (telegram["chat_id"], telegram["text"]) == ("-100123", MESSAGE.text)


def test_mail_arrives_at_every_address(mail: tuple[Mailbox, int]) -> None:
    box, port = mail
    ways(mailing(port))["email"](MESSAGE)
    (envelope,) = box.got
    assert envelope.rcpt_tos == ["operator@contoh.go.id", "piket@contoh.go.id"]
    assert isinstance(envelope.content, bytes)
    got = message_from_bytes(envelope.content, policy=policy.default)
    assert got["Subject"] == MESSAGE.subject
    body = got.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MESSAGE.text


def test_mail_goes_to_no_server_that_is_not_who_it_says(
    mail: tuple[Mailbox, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(NotSent, match="SSLCertVerificationError"):
        ways(mailing(mail[1]))["email"](MESSAGE)
    assert mail[0].got == []


def test_faults_are_told_without_address_or_password(
    hook: Webhook, mail: tuple[Mailbox, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.operations.alarms.channels.PAUSES", (0.0, 0.0))
    hook.status = 500
    with pytest.raises(NotSent, match="the server answers 500") as refused:
        ways(Settings(alarms={"webhook_url": hook.url}))["webhook"](MESSAGE)
    with pytest.raises(NotSent, match="email: the server answers 535") as unknown:
        ways(mailing(mail[1], "salah-sandi"))["email"](MESSAGE)
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        ways(mailing(1))["email"](MESSAGE)
    for fault in (refused, unknown):
        assert fault.value.__cause__ is None
        assert not any(secret in str(fault.value) for secret in ("rahasia", "salah"))


def test_a_server_that_comes_back_gets_the_message(hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    hook.status = 503
    monkeypatch.setattr("time.sleep", lambda _: setattr(hook, "status", 200))
    ways(Settings(alarms={"webhook_url": hook.url}))["webhook"](MESSAGE)
    assert len(hook.posted) == 1


def test_secrets_come_from_files_and_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "ucj_smtp_password").write_text(PASSWORD + "\n")
    (tmp_path / "secret" / "person.key").write_bytes(b"\xff" * 32)
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    settings = Settings()
    assert settings.smtp.password.get_secret_value() == PASSWORD
    assert PASSWORD not in f"{settings!r} {settings} {settings.model_dump(mode='json')}"


def test_nothing_is_sent_where_nothing_is_set() -> None:
    assert ways(Settings(home=Path("/nowhere"))) == {}
