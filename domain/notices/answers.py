"""What chat services answer, at once or hours later: to come again, our settings, the address, the template, or no."""

import re
from typing import NamedTuple

AWAY = "The service cannot be reached; we shall try again."
BUSY = "The service asks to come back later; we shall try again."
LOCKED = "The service does not take our key: renew it in the settings; we shall try again."
UNKNOWN = "The service does not know this address: ask for the right one."
BLOCKED = "This person does not take messages from us there: ask for another way to reach them."
UNWILLING = "They have to write to us first, or an approved template has to be set."
TEMPLATE = "The service refuses our message template: have it approved, or correct its name."
REFUSED = "The service refuses this message: read its answer, and try another channel meanwhile."


class Meaning(NamedTuple):
    """What an answer stands for."""

    answer: str
    """A pattern; WhatsApp gives numbers, Slack words, Telegram sentences."""
    reason: str
    again: bool = False
    address_wrong: bool = False
    ours: bool = False
    """It is for us to set right, and says nothing of the address."""


MEANINGS = (
    Meaning(r"connection error", AWAY, again=True),
    Meaning(r"error=131026\b|error=133010\b", UNKNOWN, address_wrong=True),
    Meaning(
        r"chat not found|user_not_found|channel_not_found|PEER_ID_INVALID|no valid .* targets", UNKNOWN, False, True
    ),
    Meaning(r"bot was blocked|user is deactivated|is_archived|error=131050\b", BLOCKED, address_wrong=True),
    Meaning(r"error=131047\b|can't initiate conversation|not_in_channel", UNWILLING),
    Meaning(r"error=1320\d\d\b|error=132\d{3}\b", TEMPLATE, ours=True),
    Meaning(
        r"error=190\b|error=(131031|368|131005|10)\b|invalid_auth|not_authed|token_revoked|account_inactive",
        LOCKED,
        True,
    ),
    Meaning(r"error=(130429|131048|131056|131000|131016|80007|4|2|1)\b|ratelimited", BUSY, again=True),
    Meaning(r"error=(401|404)\b", LOCKED, again=True),
    Meaning(r"error=(408|425|429|5\d\d)\b", BUSY, again=True),
)
"""The first that fits is what it means."""

FINAL = Meaning("", REFUSED)
"""An answer that nobody foresaw is final, and shown in the service's own words."""


def meaning(told: str) -> Meaning:
    """What a failure means, in the service's own words."""
    return next((known for known in MEANINGS if re.search(known.answer, told, re.IGNORECASE)), FINAL)


def failure(words: str, code: object) -> str:
    """A failure that comes as words and a number, as the patterns expect it."""
    return f"{words}, error={code}" if words else f"error={code}"
