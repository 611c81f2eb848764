"""Pages for people without an account: templates filled in the reader's language, with one style and no script."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from language.catalogue import Language, languages
from language.writing import number, worth

TEMPLATES = Environment(
    loader=PackageLoader("language.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

STYLE = TEMPLATES.get_template("style.css").render().strip()
STYLE_HASH = "sha256-" + b64encode(sha256(STYLE.encode()).digest()).decode()
"""By which a browser knows the one style that a page may have."""

_USUAL: dict[str, Any] = {"about": "", "whose": "", "refused": "", "faults": {}, "typed": {}}


def page(template: str, words: Language, shown: Mapping[str, Any]) -> str:
    """One page; `shown` fills the template, and what a page may do without is left out."""

    def say(sentence: str, **params: object) -> str:
        return words.say(sentence, {name: str(value) for name, value in params.items()})

    given = {
        "code": words.code,
        "languages": tuple((code, native(code)) for code in sorted(languages(), reverse=True)),
        "number": lambda value: number(value, words.code),
        "worth": lambda amount, unit: worth(float(amount), unit, words.code),
        "say": say,
        "style": Markup(STYLE),  # our own file; nobody else's text is in it
        "zone": ZoneInfo(words.zone),
    }
    return TEMPLATES.get_template(template).render(_USUAL | given | dict(shown))


def native(code: str) -> str:
    """What a language is called by those who speak it."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()
