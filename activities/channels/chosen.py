"""Which channels this installation has, as its settings say; one that is not set up says so."""

from collections.abc import Mapping
from pathlib import Path

from activities.channels import port
from activities.channels.chat import Chat
from activities.channels.folder import Folder
from activities.channels.port import Never
from activities.channels.smtp import Server, Smtp
from activities.channels.webhook import Webhook
from domain.directory.cards import Channel
from domain.notices.letter import Letter, Receipt

SENDER = "Kemitraan <kemitraan@localhost>"
"""Who writes, where KEMITRAAN_MAIL_FROM says nothing."""

NOT_SET = {
    Channel.EMAIL: "E-mail is not set up here: set KEMITRAAN_SMTP_URL.",
    Channel.WHATSAPP: "WhatsApp is not set up here: set KEMITRAAN_WHATSAPP_URL.",
    Channel.TELEGRAM: "Telegram is not set up here: set KEMITRAAN_TELEGRAM_URL.",
    Channel.SLACK: "Slack is not set up here: set KEMITRAAN_SLACK_URL.",
    Channel.WEBHOOK: "Webhooks are not set up here: set KEMITRAAN_WEBHOOK_SECRET.",
    Channel.PHONE: "Nothing is sent to a telephone number: somebody has to call.",
}
"""Why nothing goes out on a channel, and what to do about it."""

CHATS = {
    Channel.WHATSAPP: "KEMITRAAN_WHATSAPP_URL",
    Channel.TELEGRAM: "KEMITRAAN_TELEGRAM_URL",
    Channel.SLACK: "KEMITRAAN_SLACK_URL",
}
"""Which setting holds the URL template of each chat service."""


class Unset:
    """A channel that this installation does not have."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def send(self, letter: Letter) -> Receipt:
        """Nothing can be sent: it is said on the attempt, where somebody sees it."""
        raise Never(self._reason)


def channels(settings: Mapping[str, str]) -> Mapping[Channel, port.Channel]:
    """Every channel; settings are those of the environment."""
    chosen: dict[Channel, port.Channel] = {channel: Unset(reason) for channel, reason in NOT_SET.items()}
    if url := settings.get("KEMITRAAN_SMTP_URL"):
        sender, bounces = settings.get("KEMITRAAN_MAIL_FROM") or SENDER, settings.get("KEMITRAAN_MAIL_BOUNCES")
        chosen[Channel.EMAIL] = Smtp(Server.of(url), sender, bounces)
    elif folder := settings.get("KEMITRAAN_MAIL_FOLDER"):
        chosen[Channel.EMAIL] = Folder(Path(folder), settings.get("KEMITRAAN_MAIL_FROM") or SENDER)
    for channel, name in CHATS.items():
        if template := settings.get(name):
            chosen[channel] = _chat(name, template)
    if secret := settings.get("KEMITRAAN_WEBHOOK_SECRET"):
        chosen[Channel.WEBHOOK] = Webhook(secret, inside=settings.get("KEMITRAAN_WEBHOOK_INSIDE") == "yes")
    return chosen


def _chat(setting: str, template: str) -> Chat:
    try:
        return Chat(template)
    except ValueError as wrong:
        raise ValueError(f"{setting}: {wrong}") from None
