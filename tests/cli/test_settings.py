"""What the environment says, and what it says wrongly."""

import pytest

from cli.failures import Misused
from cli.settings import Settings

BOTH = ("KEMITRAAN_WHATSAPP_VERIFY_TOKEN", "KEMITRAAN_WHATSAPP_APP_SECRET")


def test_whatsapp_proves_itself_by_two_things_or_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.of_environment().whatsapp is None
    for name, value in zip(BOTH, ("salam", "rahasia"), strict=True):
        monkeypatch.setenv(name, value)
    settings = Settings.of_environment()
    assert settings.whatsapp == ("salam", "rahasia")
    assert "rahasia" not in repr(settings)


@pytest.mark.parametrize("alone", BOTH)
def test_one_of_them_alone_is_a_mistake(monkeypatch: pytest.MonkeyPatch, alone: str) -> None:
    monkeypatch.setenv(alone, "salam")
    with pytest.raises(Misused, match="are set together, or not at all"):
        Settings.of_environment()
