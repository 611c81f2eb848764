"""Indonesian and English: nothing is missing, nothing is broken, and the reader chooses."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pydantic import ValidationError

from api.faults import faults_of
from api.language import told, wanted
from domain.directory.cards import PersonCard
from domain.refusals import Unmet
from language.catalogue import LOCALES, languages
from tests.api.calling import Api
from tests.api.sentences import sentences

INDONESIAN = languages()["id"]
DOMAIN = sorted(Path(__file__).parents[2].glob("domain/**/*.py"))
SOUNDS_WRONG = re.compile(
    r"Kurangi, tolong|Bawa serta|(?<!kata-)\bkata (Anda|saya|ini|itu)\b|ucapan yang dicatat|[Kk]abar rasa|Sidik|"
    r"Hanya manusia|jalan keluar yang disiapkan|orangnya sudah pergi|tetap tinggal|akan pergi"
)
"""What readers have stumbled over."""

PLACEHOLDER = re.compile(r"{\w+}")


def test_every_sentence_is_translated() -> None:
    missing = sorted(sentences() - set(INDONESIAN.sentences))
    assert not missing, "translate these in locales/id/LC_MESSAGES/kemitraan.po"


def test_no_translation_is_left_over() -> None:
    assert sorted(set(INDONESIAN.sentences) - sentences()) == []


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*/LC_MESSAGES/kemitraan.po")), ids=lambda path: path.parts[-3])
def test_no_catalogue_holds_a_guess_a_gap_or_a_double(path: Path) -> None:
    with path.open("rb") as file:
        entries = [message for message in read_po(file) if message.id]
    assert [message.id for message in entries if message.fuzzy or not str(message.string).strip()] == []
    assert path.read_text().count("\nmsgid ") - 1 == len(entries)


def test_translations_fill_the_same_placeholders() -> None:
    broken = {
        english: indonesian
        for english, indonesian in INDONESIAN.sentences.items()
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(indonesian))
    }
    assert broken == {}


def test_no_reason_names_a_field() -> None:
    calls = (node for path in DOMAIN for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    given = (k.value for call in calls for k in call.keywords if k.arg == "what")
    texts = {str(value.value) for value in given if isinstance(value, ast.Constant)}
    assert {text for text in texts if re.fullmatch(r"[a-z]+(_[a-z]+)+|until|ends|horizon", text)} == set()


def test_nothing_is_said_that_sounds_wrong() -> None:
    assert {text for text in INDONESIAN.sentences.values() if SOUNDS_WRONG.search(text)} == set()


@pytest.mark.parametrize("wrong", [{"digest_at": "half past seven"}, {"digest_at": []}, {"choices": 7}, {"points": {}}])
def test_no_fault_speaks_another_language(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as raised:
        PersonCard.model_validate({"person_id": "dewi", "name": "Dewi", **wrong})
    for fault in faults_of(raised.value, None):
        assert not re.search(r"[Ii]nput|should|valid ", " ".join(told(fault, INDONESIAN).values()))


def test_sentences_end_as_their_sources_do() -> None:
    assert {e: i for e, i in INDONESIAN.sentences.items() if e.endswith(".") is not i.endswith(".")} == {}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (None, "en"),
        ("", "en"),
        ("id", "id"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en-GB, id;q=0.9", "en"),
        ("fr, id;q=0.5, en;q=0.4", "id"),
        ("de", "en"),
        ("*", "en"),
        ("id;q=0", "en"),
        ("id;q=x", "en"),
        ("en;q=0.1, id;q=0.2", "id"),
        (";;,,=", "en"),
    ],
)
def test_the_reader_chooses(asked: str | None, code: str) -> None:
    assert wanted(asked).code == code


def test_names_that_people_gave_stay_as_they_are() -> None:
    unmet = Unmet(guard="g", message="nothing may stand in the way; open: {blockers}.", params={"blockers": "active"})
    assert INDONESIAN.unmet(unmet) == "Tidak boleh ada hambatan; masih terbuka: active."


async def test_a_refusal_in_indonesian(api: Api) -> None:
    path = await api.proposed()
    answer = await api.post(f"{path}/commands", {"kind": "begin_exploring"}, Accept_Language="id-ID, en;q=0.5")
    told = answer.json()
    assert answer.headers["Content-Language"] == "id"
    assert told["title"] == "Tidak dapat dilakukan pada keadaan sekarang"
    assert told["detail"] == (
        "Memulai penjajakan belum dapat dilakukan: setiap pihak harus menyatakan bersedia; masih ditunggu: SMK Melati; "
        "setiap pihak harus memiliki penanggung jawab; belum ada di: SMK Melati."
    )
    wrong = await api.post(f"{path}/commands", {"kind": "begin_designing"}, Accept_Language="id")
    assert wrong.json()["detail"] == (
        "Memulai perancangan tidak dapat dilakukan selama kemitraan berada pada tahap diusulkan; "
        "ini dapat dilakukan pada tahap penilaian kecocokan."
    )


async def test_a_partnership_in_indonesian(api: Api) -> None:
    path = await api.proposed()
    told = (await api.get(path, Accept_Language="id")).json()
    assert (told["stage"], told["stage_name"]) == ("proposed", "diusulkan")
    step = next(step for step in told["next_steps"] if step["command"] == "begin_exploring")
    assert (step["name"], step["who_may"]) == (
        "memulai penjajakan",
        "siapa pun yang berbicara atas nama suatu pihak",
    )
    assert step["unmet"][1]["text"].startswith("Setiap pihak harus memiliki penanggung jawab")


async def test_a_fault_in_indonesian(api: Api) -> None:
    answer = await api.post("/v1/partnerships", {"title": ""}, Accept_Language="id")
    assert answer.json()["errors"][0] == {
        "where": "/title",
        "what": "Ini terlalu pendek.",
        "expected": "sedikitnya 1 karakter",
    }
