"""From a letter to what its reader sees: a subject, plain text and light HTML, all in the reader's own language."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.notices.choices import UNSILENCEABLE, NoticeKind
from domain.notices.letter import Item, Letter
from domain.notices.own import TITLE as OWN
from language.catalogue import Language, language
from language.letters.greeting import greeting

HEADINGS = {
    NoticeKind.SAFETY: "safety comes first",
    NoticeKind.SECURITY: "your access",
    NoticeKind.REQUEST: "waiting for your word",
    NoticeKind.LEGAL: "dates of the agreement",
    NoticeKind.REMINDER: "due, or open for long",
    NoticeKind.NEWS: "what has happened",
}
"""What each kind is called, in the order of a letter."""

CONFIDENTIAL = "for you alone"
ORDER = (*HEADINGS.values(), CONFIDENTIAL)
SUBJECT = 140
"""Characters: phones show the first forty, and no mail program shows more than this."""

TEMPLATES = Environment(
    loader=PackageLoader("language.letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


class Rendered(NamedTuple):
    """What is sent."""

    subject: str
    text: str
    html: str


class Shown(NamedTuple):
    """One matter as its reader sees it."""

    heading: str
    title: str
    what: str
    why: str
    due: str
    link: str
    button: str


def render(letter: Letter) -> Rendered:
    """The letter as an e-mail."""
    words = _language(letter)
    seen = _seen(letter, words)
    return Rendered(
        _subject(letter, seen, words), _filled("letter.txt", letter, seen), _filled("letter.html", letter, seen)
    )


def brief(letter: Letter) -> str:
    """The letter as a chat message: the same matters in fewer words."""
    return _filled("chat.txt", letter, _seen(letter, _language(letter)))


def shown(letter: Letter) -> tuple[Shown, ...]:
    """What the letter tells, matter by matter: the most pressing first, and of these what is due first."""
    return tuple(_seen(letter, _language(letter)))


def _language(letter: Letter) -> Language:
    return language(letter.language).there(letter.to.zone)


def _seen(letter: Letter, words: Language) -> list[Shown]:
    items = sorted(letter.items, key=lambda item: (item.due_at is None, item.due_at))
    seen = (_confidential(item, words) if item.notice.private else _open(item, words) for item in items)
    ranks = {words.begun(heading): rank for rank, heading in enumerate(ORDER)}
    return sorted(seen, key=lambda one: ranks[one.heading])


def _open(item: Item, words: Language) -> Shown:
    notice = item.notice
    return Shown(
        heading=words.begun(HEADINGS[notice.kind]),
        title=item.title or words.say(OWN),
        what=_closed(words.begun(notice.what, notice.params)),
        why=words.say("You receive this because {why}.", {"why": words.say(notice.why, notice.params)}),
        due=_due(item, words),
        link=item.link or "",
        button=_button(item, words),
    )


def _button(item: Item, words: Language) -> str:
    if item.partnership_id is None:
        return words.say("Open the page")
    return words.say("Read and answer") if item.acts else words.say("Read")


def _confidential(item: Item, words: Language) -> Shown:
    """Not even the name of the partnership: others may see the screen."""
    return Shown(
        heading=words.begun(CONFIDENTIAL),
        title="",
        what=_closed(words.say("Something waits for you that is for your eyes alone; only its own page tells more")),
        why=words.say("You receive this because {why}.", {"why": words.say("it concerns you in person")}),
        due=_due(item, words),
        link=item.link or "",
        button=words.say("Open the page"),
    )


def _closed(sentence: str) -> str:
    """With a full stop, unless somebody's own words at its end have brought one."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _due(item: Item, words: Language) -> str:
    return words.say("By {due_at}", {"due_at": item.due_at.isoformat()}) if item.due_at else ""


def _subject(letter: Letter, seen: list[Shown], words: Language) -> str:
    if len(seen) == 1:
        subject = f"{seen[0].title}: {seen[0].what.removesuffix('.')}" if seen[0].title else seen[0].heading
    else:
        count = {"count": str(len(seen))}
        titles = {one.title for one in seen}
        alone = titles.pop() if len(titles) == 1 and not letter.digest else ""
        subject = (
            f"{alone}: {words.say('{count} matters for you', count)}" if alone else _of_the_day(letter, count, words)
        )
    line = " ".join(subject.split())  # a header is one line, whatever people wrote
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1].rstrip() + "…"


def _of_the_day(letter: Letter, count: dict[str, str], words: Language) -> str:
    today = letter.composed_at.astimezone(ZoneInfo(words.zone)).date()
    return words.say("{count} matters of your partnerships, {day}", {**count, "day": today.isoformat()})


def _filled(name: str, letter: Letter, seen: list[Shown]) -> str:
    words = _language(letter)
    return TEMPLATES.get_template(name).render(
        say=words.say,
        code=words.code,
        greeting=greeting(letter.to, words),
        groups=list(_groups(seen)),
        letter=letter,
        always=any(item.notice.kind in UNSILENCEABLE for item in letter.items),
    )


def _groups(seen: list[Shown]) -> Iterator[tuple[str, list[Shown]]]:
    for heading, items in groupby(seen, key=lambda one: one.heading):
        yield heading, list(items)
