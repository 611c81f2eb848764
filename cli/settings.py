"""What the environment says: addresses, the length of a day, and whether this is production."""

import os
from datetime import timedelta
from math import isfinite

from pydantic import BaseModel, ConfigDict

from cli.failures import Misused

DAY_SECONDS = 86400.0
API_PORT = 8000


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
            production=said.get("KEMITRAAN_ENV", "").lower() == "production",
        )


def _number(name: str, otherwise: float) -> float:
    text = os.environ.get(name) or str(otherwise)
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not isfinite(number) or number <= 0:
        raise Misused(f"{name} must be a positive number, not {text!r}")
    return number
