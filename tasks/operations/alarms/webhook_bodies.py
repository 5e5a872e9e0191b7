"""What is posted to a webhook, in the form that each chat service takes."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from tasks.operations.alarms.message import Message

WebhookFormat = Literal["json", "slack", "teams", "telegram"]
LONGEST = {"slack": 4_000, "teams": 20_000, "telegram": 4_096}  # signs of a message: what the services advise or allow
CUT = "\n..."


def body_of(message: Message, *, form: WebhookFormat, chat: str = "") -> Mapping[str, Any]:
    """The body of a request; a text that is too long for a service is cut. chat: where Telegram shows the message."""
    return BODIES[form](message, chat)


def _json(message: Message, _: str) -> Mapping[str, Any]:
    return {"text": message.text, "subject": message.subject, **message.data}


def _slack(message: Message, _: str) -> Mapping[str, Any]:
    plain = message.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": _shortened(plain, "slack"), "mrkdwn": False}


def _teams(message: Message, _: str) -> Mapping[str, Any]:
    """An Adaptive Card, as a workflow of Teams takes it; a text block for each paragraph keeps their lines apart."""
    paragraphs = _shortened(message.text, "teams").strip().split("\n\n")
    blocks = [
        {"type": "TextBlock", "text": paragraph.replace("\n", "\n\n"), "wrap": True, "spacing": "Medium"}
        for paragraph in paragraphs
    ]
    card = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
    content_type = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": content_type, "content": card}]}


def _telegram(message: Message, chat: str) -> Mapping[str, Any]:
    return {"chat_id": chat, "text": _shortened(message.text, "telegram"), "disable_web_page_preview": True}


def _shortened(text: str, service: str) -> str:
    longest = LONGEST[service]
    return text if len(text) <= longest else text[: longest - len(CUT)] + CUT


BODIES: Mapping[WebhookFormat, Callable[[Message, str], Mapping[str, Any]]] = {
    "json": _json,
    "slack": _slack,
    "teams": _teams,
    "telegram": _telegram,
}
