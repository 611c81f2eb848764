"""Letters in every language: what, why, by when, one link, how to stop it; and nothing of what is private."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from domain.directory.cards import Honorific
from domain.notices import own
from domain.notices.choices import UNSILENCEABLE, NoticeKind
from domain.notices.headlines import HEADLINES
from domain.policy import RULES
from language import catalogue
from language.catalogue import languages
from language.letters.rendering import HEADINGS, SUBJECT, brief, render, shown
from tests.api.sentences import sentences
from tests.letters import NOW, SARI, item, letter, notice

CODES = sorted(languages())
HOLE = re.compile(r"{\w*}")
VALUES = {"command": "accept_version", "stage": "active", "stages": "active, paused", "kinds": "money"}


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_can_be_said(code: str) -> None:
    for sentence in sentences():
        filled = {name: VALUES.get(name, "7") for name in re.findall(r"{(\w+)}", sentence)}
        said = languages()[code].say(sentence, filled)
        assert said.strip()
        assert not HOLE.search(said)


@pytest.mark.parametrize("code", CODES)
def test_whatever_a_policy_says_of_its_rule_a_letter_can_say_it(code: str) -> None:
    meaning = "the {sun} is high, {version} or {not"
    rendered = render(letter(item(notice(rule="contact", why=meaning)), language=code))
    assert "the {sun} is high, 2 or {not" in rendered.text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("digest", [True, False])
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_letter_says_what_why_by_when_where_and_how_to_stop(code: str, digest: bool, kind: NoticeKind) -> None:
    words = languages()[code]
    sent = letter(item(notice(kind)), language=code, digest=digest)
    rendered = render(sent)
    wanted = [
        words.begun(sent.items[0].notice.what, {"version": "2"}),
        words.say("You receive this because {why}.", {"why": words.say("the others wait for your side")}),
        words.say("By {due_at}", {"due_at": "2027-01-11T07:05:00+00:00"}),
        "https://kemitraan.test/l/aku-bisa",
        "https://kemitraan.test/l/pilihanku",
        "Buku untuk kampung",
    ]
    for text in (rendered.text, rendered.html, brief(sent)):
        assert [part for part in wanted if part not in text] == []
        assert text.count("https://kemitraan.test/l/aku-bisa") == 1
        assert not HOLE.search(re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL))
    assert words.begun(HEADINGS[kind]).upper() in rendered.text
    always = words.say("What concerns safety, security and legal dates is always sent.")
    assert (always in rendered.text) is (kind in UNSILENCEABLE)
    assert rendered.subject.startswith("Buku untuk kampung: ")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("digest", [True, False])
def test_what_is_private_shows_no_word_of_it(code: str, digest: bool) -> None:
    secret = notice(NoticeKind.SAFETY, what="{said}", why="{said}", params={"said": "Rahasia"}, private=True)
    for items in ([item(secret)], [item(secret), item()]):
        sent = letter(*items, language=code, digest=digest)
        rendered = render(sent)
        assert not any("Rahasia" in text for text in (*rendered, brief(sent)))
        assert languages()[code].begun(HEADINGS[NoticeKind.SAFETY]).upper() not in rendered.text
        if len(items) == 1:
            assert not any("Buku untuk kampung" in text for text in (*rendered, brief(sent)))
        assert "https://kemitraan.test/l/aku-bisa" in rendered.text


@pytest.mark.parametrize("code", CODES)
def test_every_rule_makes_a_letter(code: str) -> None:
    for rule in RULES:
        told = notice(NoticeKind.REMINDER, what=rule.meaning, params={}, why="the others wait for your side")
        assert languages()[code].begun(rule.meaning) in render(letter(item(told), language=code)).text


@pytest.mark.parametrize("code", CODES)
def test_all_news_make_letters(code: str) -> None:
    for headline in (headline for headlines in HEADLINES.values() for headline in headlines):
        params = {name: VALUES.get(name, "7") for name in re.findall(r"{(\w+)}", headline.what)}
        told = notice(headline.kind, what=headline.what, why=headline.why, params=params)
        text = render(letter(item(told), language=code)).text
        assert languages()[code].begun(headline.what, params) in text
        assert languages()[code].say(headline.why) in text
        assert not HOLE.search(text)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("why", [own.BY_ONESELF, own.BY_OTHERS, own.BY_THE_HOUSE])
@pytest.mark.parametrize("what", [own.KEY_MADE, own.FEED_MADE, own.LINK_ENDED, own.MERGED, own.CORRECTED])
def test_what_is_ones_own_names_no_partnership(code: str, what: str, why: str) -> None:
    words = languages()[code]
    params = {"label": "laptop", "added": "d…@lestari.id", "removed": "WhatsApp …7890", "by": "Ratih"}
    told = notice(NoticeKind.SECURITY, what=what, why=why, params=params, task=None, event=None)
    rendered = render(letter(item(told, partnership_id=None, title=None, due_at=None), language=code))
    sentence = words.begun(what, params)
    assert rendered.subject == f"{words.say(own.TITLE)}: {sentence}"
    for part in (sentence, words.say(why, params), words.say("Open the page"), "https://kemitraan.test/l/aku-bisa"):
        assert part in rendered.text
        assert part in rendered.html
    assert not HOLE.search(rendered.text)


def test_many_matters_are_one_letter_with_the_most_pressing_first() -> None:
    kinds = (NoticeKind.NEWS, NoticeKind.REQUEST, NoticeKind.SAFETY, NoticeKind.NEWS)
    rendered = render(letter(*(item(notice(kind)) for kind in kinds), digest=True))
    assert rendered.subject == "4 hal dari kemitraan Anda, Senin, 4 Januari 2027"
    found = [
        rendered.text.index(languages()["id"].begun(HEADINGS[kind]).upper()) for kind in (kinds[2], kinds[1], kinds[0])
    ]
    assert found == sorted(found)
    assert rendered.text.count("YANG TELAH TERJADI") == 1
    assert render(letter(item(), item())).subject == "Buku untuk kampung: 2 hal untuk Anda"


def test_of_what_presses_the_same_that_stands_first_which_is_due_first() -> None:
    days = [None, NOW + timedelta(days=9), NOW + timedelta(days=2), None]
    told = shown(letter(*(item(due_at=day) for day in days), digest=True))
    assert [one.due for one in told][2:] == ["", ""]
    assert ["13" in told[1].due, "6" in told[0].due] == [True, True]


@pytest.mark.parametrize(
    ("honorific", "indonesian", "english"),
    [
        (None, "Yth. Bapak/Ibu Sari Dewi,", "Dear Sari Dewi,"),
        (Honorific.BAPAK, "Yth. Bapak Sari Dewi,", "Dear Bapak Sari Dewi,"),
        (Honorific.IBU, "Yth. Ibu Sari Dewi,", "Dear Ibu Sari Dewi,"),
        (Honorific.KAK, "Halo Kak Sari Dewi,", "Dear Kak Sari Dewi,"),
    ],
)
def test_people_are_greeted_as_they_wish(honorific: Honorific | None, indonesian: str, english: str) -> None:
    to = SARI.model_copy(update={"honorific": honorific})
    assert render(letter(to=to)).text.startswith(indonesian)
    assert render(letter(to=to, language="en")).text.startswith(english)


def test_what_people_wrote_is_no_markup() -> None:
    rendered = render(letter(item(title="<b>Buku & pena</b>")))
    assert "&lt;b&gt;Buku &amp; pena&lt;/b&gt;" in rendered.html
    assert "<b>Buku & pena</b>" in rendered.text


@pytest.mark.parametrize("said", ["Selamat pagi!", "Apa kabar?", "Baik.", "Baik"])
def test_sentences_end_once(said: str) -> None:
    rendered = render(letter(item(notice(what="{said}", params={"said": said}))))
    assert f"\n{said.rstrip('.')}{'' if said.endswith(('!', '?')) else '.'}\n" in rendered.text
    assert not rendered.subject.endswith(".")


def test_a_subject_is_one_line_and_not_endless() -> None:
    told = notice(what="{said}", params={"said": "panjang\n" * 100})
    subject = render(letter(item(told))).subject
    assert "\n" not in subject
    assert len(subject) == SUBJECT


def test_without_date_link_or_choices_nothing_hangs_in_the_air() -> None:
    rendered = render(letter(item(due_at=None, link=None), preferences_link=None))
    assert "Paling lambat" not in rendered.text
    assert "href" not in rendered.html
    assert "\n-- " not in rendered.text


def test_a_letter_is_light() -> None:
    rendered = render(letter(*(item() for _ in range(50)), digest=True))
    assert len(rendered.html.encode()) < 50_000


def test_a_catalogue_alone_adds_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "jv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "kemitraan.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Dear Ibu {name},"\nmsgstr "Ibu {name} ingkang kinurmatan,"\n\n'
        'msgid "waiting for your word"\nmsgstr "nengga wangsulan panjenengan"\n'
    )
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    languages.cache_clear()
    try:
        rendered = render(letter(language="jv"))
        assert rendered.text.startswith("Ibu Sari Dewi ingkang kinurmatan,")
        assert "NENGGA WANGSULAN PANJENENGAN" in rendered.text
        assert "Senin, 11 Januari 2027, 14:05 WIB" in rendered.text  # Babel knows Javanese days
        assert '<html lang="jv">' in rendered.html
    finally:
        languages.cache_clear()


@pytest.mark.parametrize(
    ("acts", "indonesian", "english"), [(True, "Baca dan tanggapi", "Read and answer"), (False, "Baca", "Read")]
)
def test_the_button_says_what_its_page_can_do(acts: bool, indonesian: str, english: str) -> None:
    for code, button in (("id", indonesian), ("en", english)):
        for text in render(letter(item(acts=acts), language=code))[1:]:
            assert re.findall(r"(?:>|\n)(Baca[\w ]*|Read[\w ]*)(?:: http|</a>)", text) == [button]
