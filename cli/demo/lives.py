"""Three whole lives, with what must be refused on the way and which timers must ring; told in policy days."""

from dataclasses import dataclass

from cli.seed.organisations import (
    DESA_SUKAMULYA,
    KARANG_TARUNA,
    KARYA_MESIN,
    KODE_MALAM,
    PKK_MELATI,
    SURYA_ATAP,
)
from cli.stories.cast import Day, Part, Signs, Story, Terms, line
from cli.stories.chapters import (
    assessing,
    decided,
    drafted,
    exploring,
    fit,
    fitting,
    meeting,
    proposed,
    refused,
    said,
    signed,
    waited,
    willing,
    wound_down,
)


@dataclass(frozen=True)
class Expected:
    """How a life must have gone; what must be refused stands in the story itself."""

    transitions: tuple[str, ...]
    """In this order; an offer that has lapsed and was made again may come between."""
    rules: frozenset[str]
    """The escalation rules that must have rung."""
    stage: str
    depth: str = "personal"
    closed: bool = False


BEGIN, ASSESS, DESIGN = line("begin_exploring"), line("begin_assessing"), line("begin_designing")
SHARED = line("deepen_partnership", to="shared", evidence="Two levels on each side know and want it")
INSTITUTIONAL = line("deepen_partnership", to="institutional", evidence="A year of work, and a place in both plans")
END = line("end_partnership")
NOTICE = line("give_notice", ground="success", reason="Every household sorts its waste now")

INSTITUTION = Story(
    key="institution",
    title="Dapur Sehat Posyandu",
    purpose="A warm meal and an honest weighing for every toddler, every week.",
    sector="health",
    parts=(
        Part(
            DESA_SUKAMULYA, "Gives room and a small budget", "Puts the kitchen into the village plan",
            "The hall every Thursday", ("facility", "The village hall"), "Fewer stunted children",
        ),
        Part(
            PKK_MELATI, "Cooks, weighs and visits", "Says which families need a visit",
            "Twelve cooks in turns", ("care", "Cooking and home visits"), "Ingredients paid by the village",
        ),
    ),
    goal="No toddler of RW 05 falls below the growth curve",
    felt="Do mothers like to come?",
    terms=Terms(starts=10),
    chapters=(
        proposed,
        refused(0, BEGIN, guards=("every_party_willing", "lead_on_each_side")),
        waited(rule="willingness"),
        willing,
        exploring,
        refused(0, ASSESS, guards=("acquainted",)),
        meeting(-20, "Who we are"),
        meeting(-2, "What we could do together"),
        assessing,
        refused(0, DESIGN, guards=("fit_answered_by_all", "interests_declared_by_all", "approver_is_not_the_proposer")),
        fitting,
        refused(0, line("offer_version"), guards=("goals_hold", "roles_stated", "more_than_money", "terms_set")),
        drafted,
        lambda story: (Signs(DESA_SUKAMULYA, story.orgs, assisted=(PKK_MELATI,)),),
        waited(rule="objection"),
        waited(stage="active"),
        refused(0, SHARED, guards=("supported_on_two_levels",)),
        said(0, line("record_support", level="leadership", text="Decree of the village head"),
             line("record_support", level="field", text="The caretaker of the hall")),
        said(1, line("record_support", level="leadership", text="The head of PKK"),
             line("record_support", level="field", text="All twelve cooks")),
        decided(SHARED),
        refused(1, INSTITUTIONAL, guards=("serves_core_business_of_each", "active_long_enough")),
        said(0, line("appoint_person", person_id="kades", name="Kepala Desa Sukamulya", role="sponsor",
                     level="leadership"),
             line("record_core_case", text="Nutrition is one of the five aims of the village plan.",
                  endorsed_by="kades"),
             line("record_mandate", text="The kitchen is in the village plan", reference="Village decree 7")),
        said(1, line("appoint_person", person_id="ketua-pkk", name="Ketua PKK Melati", role="sponsor",
                     level="leadership"),
             line("record_core_case", text="A healthy meal is what we are there for.", endorsed_by="ketua-pkk"),
             line("record_mandate", text="Decided by all twelve cooks and written into the minutes")),
        decided(line("agree_strategy", horizon=Day(1500), text="A kitchen in each hamlet, run by its own mothers")),
        said(0, line(
            "make_commitment", commitment_id="stove", to_org=PKK_MELATI.id, text="A second stove", due_at=Day(12)
        )),
        waited(rule="commitment"),
        said(0, line("report_done", commitment_id="stove")),
        said(1, line("confirm_commitment", commitment_id="stove")),
        waited(rule="contact"),
        meeting(0, "How are the children?"),
        said(1, line("release_person", person_id=f"{PKK_MELATI.voice}.alternate", reason="Moved to her daughter"),
             line("appoint_person", person_id="tuti-handayani", name="Tuti Handayani", role="alternate")),
        waited(days=366),
        meeting(0, "A year of Thursdays", people=(
            DESA_SUKAMULYA.voice, f"{DESA_SUKAMULYA.voice}.alternate", PKK_MELATI.voice, "tuti-handayani",
        )),
        decided(INSTITUTIONAL),
    ),
)  # fmt: skip

GOOD_END = Story(
    key="good-end",
    title="Bank Sampah Dua Tahun",
    purpose="A waste bank that is meant to make itself superfluous.",
    sector="environment",
    parts=(
        Part(
            KARANG_TARUNA, "Collects and weighs", "Sets the prices", "A round every Saturday",
            ("time", "Twenty young people"), "Pocket money and a clean village",
        ),
        Part(
            KODE_MALAM, "Counts", "Chooses the tools", "An app for the ledger",
            ("technology", "An app for the ledger"), "Software with real users",
        ),
    ),
    goal="Every household sorts its waste by itself",
    felt="Is sorting a habit?",
    terms=Terms(starts=-1, ends=150, notice=14, contact=60),
    chapters=(
        proposed,
        willing,
        exploring,
        meeting(-30, "Two bins or three?"),
        meeting(-10, "A first round"),
        assessing,
        fitting,
        drafted,
        signed,
        waited(rule="notice_deadline"),
        waited(rule="end_date"),
        waited(rule="holding_over"),
        waited(stage="deciding_future"),
        refused(0, NOTICE, guards=("talked_first",)),
        waited(days=1),
        said(0, line("record_conversation", held_at=Day(-0.5), note="A long evening, and no bad word")),
        refused(0, NOTICE, line("begin_winding_down"), guards=("reflected",)),
        said(0, NOTICE),
        waited(rule="reflection"),
        said(0, line("begin_winding_down")),
        said(1, line(
            "add_ending_item", item_id="scales", about="asset", text="The scales go to the school",
            owner_org=KARANG_TARUNA.id, owed_to=KODE_MALAM.id, due_at=Day(10),
        )),
        refused(0, END, guards=("nothing_owed", "statement_seen_by_all", "message_agreed", "lessons_asked")),
        said(0, line("complete_ending_item", item_id="scales")),
        said(1, line("complete_ending_item", item_id="scales")),
        wound_down,
        said(1, END),
        waited(rule="aftercare"),
        said(1, line("record_aftercare", answers="The bins are still three, and still full on Fridays.")),
        waited(rule="aftercare", step=2),
    ),
)  # fmt: skip

NOT_PURSUED = Story(
    key="not-pursued",
    title="Lampu untuk Bengkel",
    purpose="Solar lamps for a training workshop.",
    sector="energy",
    parts=(Part(SURYA_ATAP), Part(KARYA_MESIN)),
    chapters=(
        proposed,
        waited(rule="willingness", step=1),
        willing,
        exploring,
        waited(rule="initiation_idle"),
        meeting(-20, "A tour of both roofs"),
        meeting(-1, "Prices"),
        assessing,
        said(0, *fit(), line("raise_blocker", blocker_id="who-decides", text="Only one side would decide anything.")),
        said(1, *fit(gains=False)),
        refused(1, DESIGN, guards=("no_open_blocker", "is_a_partnership")),
        said(0, line(
            "do_not_pursue", reason="It is a purchase, and a fair one.",
            message="Thank you for the tour. We will simply order ten lamps, and stay neighbours.",
        )),
    ),
)  # fmt: skip

LIVES: tuple[tuple[Story, Expected], ...] = (
    (
        INSTITUTION,
        Expected(
            transitions=("T1", "T3", "T4", "T5", "T6"),
            rules=frozenset({"willingness", "objection", "commitment", "contact"}),
            stage="active",
            depth="institutional",
        ),
    ),
    (
        GOOD_END,
        Expected(
            transitions=("T1", "T3", "T4", "T5", "T6", "T12", "T15", "T17", "T18"),
            rules=frozenset({"notice_deadline", "end_date", "holding_over", "reflection", "aftercare"}),
            stage="ended",
            closed=True,
        ),
    ),
    (
        NOT_PURSUED,
        Expected(
            transitions=("T1", "T3", "T2"),
            rules=frozenset({"willingness", "initiation_idle"}),
            stage="not_pursued",
            closed=True,
        ),
    ),
)
"""Each story with how it must have gone."""
