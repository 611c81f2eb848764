"""Manners: how people who keep a partnership behave, as numbers; believable, not measured on anybody."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Manner:
    """How one side behaves; chances are between 0 and 1, rates are a year, days are days."""

    name: str
    contact: tuple[float, float] = (0.6, 1.0)
    """After which part of the agreed interval it gets in touch by itself."""
    keeps: float = 0.95
    """The chance that a promise is kept by its date without anybody asking."""
    heeds: float = 0.8
    """The chance that a nudge moves it."""
    delay: tuple[float, float] = (1.0, 6.0)
    """Days until it does what it has been moved to do."""
    mood: float = 4.2
    """What it answers on average when it is asked how things are, from 1 to 5."""
    silences: float = 0.02
    """How often it falls silent for months."""
    quarrels: float = 0.05
    """How often it feels treated badly."""
    departures: float = 0.1
    """How often its lead goes."""
    shocks: float = 0.05
    """How often its money becomes unsure."""


PUNCTUAL = Manner("punctual")
SLACK = Manner("slack", contact=(0.9, 1.9), keeps=0.7, heeds=0.55, delay=(2.0, 15.0), mood=3.6)
SILENT = Manner("silent", contact=(0.8, 1.6), keeps=0.6, heeds=0.35, delay=(5.0, 30.0), mood=3.4, silences=0.6)
QUARRELLING = Manner("quarrelling", contact=(0.8, 1.4), keeps=0.75, heeds=0.5, mood=2.6, quarrels=0.7)
CHANGING = Manner("changing leaders", contact=(0.7, 1.2), keeps=0.85, heeds=0.65, mood=3.8, departures=0.6)
SHAKEN = Manner("short of money", contact=(0.7, 1.2), keeps=0.8, heeds=0.7, mood=3.7, shocks=0.5)

MIX: tuple[tuple[Manner, float], ...] = (
    (PUNCTUAL, 0.35), (SLACK, 0.25), (SILENT, 0.10), (QUARRELLING, 0.10), (CHANGING, 0.10), (SHAKEN, 0.10),
)  # fmt: skip
"""How often each is met."""


def drawn(rng: Random) -> Manner:
    """The manner of one side."""
    return rng.choices([manner for manner, _ in MIX], [share for _, share in MIX])[0]
