"""How an address on a channel is written: numbers in international form, mail addresses and chat ids that can exist."""

from re import compile as pattern

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

from domain.directory.cards import Channel

HOME = "ID"
"""Where a number without its country is from, unless somebody says otherwise."""

_MAIL = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9.-]+)")
_HOST = pattern(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_TELEGRAM = pattern(r"@[A-Za-z][A-Za-z0-9_]{4,31}|-?[1-9]\d{4,15}")
_SLACK = pattern(r"[#@]?[\w.-]{1,80}")
_WEBHOOK = pattern(r"https://([A-Za-z0-9.-]+)(?::\d{1,5})?(?:[/?][^\s#]*)?")
_LONGEST_MAIL, _LONGEST_BOX = 254, 64


def mail_address(text: str) -> str:
    """An e-mail address, its domain in lower case."""
    found = _MAIL.fullmatch(text)
    box, _, host = text.rpartition("@")
    if not found or not _HOST.fullmatch(host.lower()) or len(text) > _LONGEST_MAIL or len(box) > _LONGEST_BOX:
        raise ValueError("this is no e-mail address; one looks like nama@contoh.id")
    return f"{box}@{host.lower()}"


def number(text: str, country: str = HOME) -> str:
    """A telephone number in international form: 0812-3456-7890 is +6281234567890."""
    try:
        read = parse(text, country)
    except NumberParseException:
        read = None
    if read is None or read.extension or not is_valid_number(read):
        raise ValueError("this is no telephone number; one looks like 0812-3456-7890 or +62 812 3456 7890")
    return format_number(read, PhoneNumberFormat.E164)


def domain_name(text: str) -> str:
    """The name of an organisation on the internet, as people write it: with or without https:// and www."""
    name = text.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/.")
    if not _HOST.fullmatch(name):
        raise ValueError("this is no name on the internet; one looks like melati.sch.id")
    return name


def _telegram(text: str) -> str:
    if not _TELEGRAM.fullmatch(text):
        raise ValueError("this is no Telegram address; one looks like @dewi_lestari or 123456789")
    return text


def _slack(text: str) -> str:
    if not _SLACK.fullmatch(text):
        raise ValueError("this is no Slack address; one looks like U012AB3CD or #kemitraan")
    return text


def _webhook(text: str) -> str:
    found = _WEBHOOK.fullmatch(text)
    if not found or not _HOST.fullmatch(found[1].lower()):
        raise ValueError("this is no address of a webhook; one looks like https://contoh.id/kemitraan")
    return text


def address(channel: Channel, text: str, country: str = HOME) -> str:
    """An address in the one way in which it is kept; a ValueError says what is wrong."""
    match channel:
        case Channel.EMAIL:
            return mail_address(text)
        case Channel.WHATSAPP | Channel.PHONE:
            return number(text, country)
        case Channel.TELEGRAM:
            return _telegram(text)
        case Channel.SLACK:
            return _slack(text)
        case Channel.WEBHOOK:
            return _webhook(text)
