"""What the environment says: addresses, the length of a day, and whether this is production."""

import os
from datetime import timedelta
from math import isfinite

from pydantic import BaseModel, ConfigDict, Field

from cli.failures import Misused

DAY_SECONDS = 86400.0
API_PORT = 8000
KEY_BYTES = 32


class Settings(BaseModel):
    """The environment of the processes that serve."""

    model_config = ConfigDict(frozen=True)

    dsn: str | None = None
    temporal_address: str | None = None
    temporal_namespace: str = "default"
    api_bind: str = "127.0.0.1"
    api_port: int = API_PORT
    day: timedelta = timedelta(seconds=DAY_SECONDS)
    production: bool = False
    link_key: bytes | None = Field(default=None, repr=False)
    """The secret from which links are made; API and worker need the same."""
    public_url: str | None = None
    """Where people reach the API with a browser."""
    whatsapp: tuple[str, str] | None = Field(default=None, repr=False)
    """Token and secret by which WhatsApp proves itself when it tells what became of messages."""

    @classmethod
    def of_environment(cls) -> "Settings":
        """As KEMITRAAN_… and TEMPORAL_… say."""
        said = {name: value for name, value in os.environ.items() if value}
        return cls(
            dsn=said.get("KEMITRAAN_DSN"),
            temporal_address=said.get("TEMPORAL_ADDRESS"),
            temporal_namespace=said.get("TEMPORAL_NAMESPACE", "default"),
            api_bind=said.get("KEMITRAAN_API_BIND") or said.get("KEMITRAAN_API_HOST", "127.0.0.1"),
            api_port=int(_number("KEMITRAAN_API_PORT", API_PORT)),
            day=timedelta(seconds=_number("KEMITRAAN_DAY_SECONDS", DAY_SECONDS)),
            link_key=_key("KEMITRAAN_LINK_KEY"),
            public_url=(said.get("KEMITRAAN_PUBLIC_URL") or "").rstrip("/") or None,
            whatsapp=_both("KEMITRAAN_WHATSAPP_VERIFY_TOKEN", "KEMITRAAN_WHATSAPP_APP_SECRET"),
            production=said.get("KEMITRAAN_ENV", "").lower() == "production",
        )


def _key(name: str) -> bytes | None:
    text = os.environ.get(name)
    if not text:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise Misused(f"{name} must be {2 * KEY_BYTES} hexadecimal digits or more, as of `openssl rand -hex 32`")
    return key


def _both(first: str, second: str) -> tuple[str, str] | None:
    """Two settings that are nothing without each other."""
    one, other = (os.environ.get(name) for name in (first, second))
    if bool(one) != bool(other):
        raise Misused(f"{first} and {second} are set together, or not at all")
    return (one, other) if one and other else None


def _number(name: str, otherwise: float) -> float:
    text = os.environ.get(name) or str(otherwise)
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not isfinite(number) or number <= 0:
        raise Misused(f"{name} must be a positive number, not {text!r}")
    return number
