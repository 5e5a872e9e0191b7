"""Send a message by webhook and mail; errors are reported by kind, without address or password."""

import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import partial

import httpx

from settings import Settings
from tasks.operations.alarms.message import Message
from tasks.operations.alarms.webhook_bodies import body_of
from warehouse.errors import OperatorError, UcjError

PAUSES = (1.0, 5.0)  # seconds between tries
TIMEOUT_SECONDS = 15
Way = Callable[[Message], None]


class NoChannel(OperatorError):
    """No way to send is set up."""


class NotSent(UcjError):
    """A message could not be sent; the next check tries again."""


def ways(settings: Settings) -> Mapping[str, Way]:
    """The channels that are set up, by name; each raises `NotSent` when some tries did not help."""
    found: dict[str, Way] = {}
    if settings.alarms.webhook_url.get_secret_value():
        found["webhook"] = partial(_try, partial(_post, settings=settings), "webhook")
    if settings.alarms.email_to:
        found["email"] = partial(_try, partial(_mail, settings=settings), "email")
    return found


def _try(way: Way, channel: str, message: Message) -> None:
    for pause in (*PAUSES, None):
        try:
            return way(message)
        except (httpx.HTTPError, httpx.InvalidURL, smtplib.SMTPException, OSError, ValueError) as fault:
            if pause is None:
                raise NotSent(f"{channel}: {_kind(fault)}; check its settings, then `ucj alarms --test`.") from None
            time.sleep(pause)
    return None


def _post(message: Message, *, settings: Settings) -> None:
    body = body_of(message, form=settings.alarms.webhook_format, chat=settings.alarms.webhook_chat)
    httpx.post(settings.alarms.webhook_url.get_secret_value(), json=body, timeout=TIMEOUT_SECONDS).raise_for_status()


def _mail(message: Message, *, settings: Settings) -> None:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = settings.alarms.email_from or settings.smtp.user
    mail["To"] = ", ".join(settings.alarms.email_to)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    with _server(settings) as server:
        if settings.smtp.user:
            server.login(settings.smtp.user, settings.smtp.password.get_secret_value())
        server.send_message(mail)


def _server(settings: Settings) -> smtplib.SMTP:
    place = settings.smtp.host, settings.smtp.port
    if settings.smtp.security == "tls":
        return smtplib.SMTP_SSL(*place, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(*place, timeout=TIMEOUT_SECONDS)
    if settings.smtp.security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server


def _kind(fault: Exception) -> str:
    if isinstance(fault, httpx.HTTPStatusError):
        return f"the server answers {fault.response.status_code}"
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"the server answers {fault.smtp_code}"
    return type(fault).__name__
