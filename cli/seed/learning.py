"""Partnerships of universities, communities and those who learn."""

from cli.seed.organisations import (
    KARYA_MESIN,
    KODE_MALAM,
    LBH_CAHAYA,
    LEMBAH_CITRA,
    PENENUN,
    POLITEKNIK,
    TUNAS_BACA,
    WESTHAVEN,
)
from cli.stories.cast import Day, Part, Story, Terms, line
from cli.stories.chapters import TO_ACTIVE, TO_DESIGNING, decided, drafted, meeting, said, wound_down

VOCATION = Story(
    key="vocation",
    title="Guru Tamu dari Bengkel",
    purpose="Mechanics teach at the polytechnic, lecturers learn in the workshop.",
    sector="education",
    origin="Former classmates",
    parts=(
        Part(
            POLITEKNIK, "Hosts guest teachers", "Writes the course together with the workshop",
            "Twelve guest lessons a term", ("facility", "Classrooms and a test bench"), "Courses that fit the work",
        ),
        Part(
            KARYA_MESIN, "Sends mechanics, takes lecturers", "Says what technicians must know",
            "Four places for lecturers a year", ("expert", "Four senior mechanics"), "Technicians who know the work",
        ),
    ),
    goal="Every graduate has repaired a real engine",
    felt="Do the mechanics enjoy teaching?",
    terms=Terms(starts=-420, notice=90, contact=60),
    chapters=(
        *TO_ACTIVE,
        meeting(-20, "Third year: what changes?", formal=True),
        said(0, line("record_support", level="leadership", text="The director signs for it every year"),
             line("record_support", level="management", text="Head of the engine department"),
             line("record_core_case", text="Guest lessons are part of the accredited course.")),
        said(1, line("record_support", level="leadership", text="The board visited twice"),
             line("record_support", level="field", text="All senior mechanics"),
             line("record_core_case", text="One in three new technicians comes from this course.")),
        decided(line("deepen_partnership", to="shared", evidence="Three departments and the whole workshop are in it")),
        said(1,
             line("record_contribution", contribution_id="ear", gives="care", text="Listening to worried parents"),
             line("write_entry", entry_id="van", in_register="idea", text="A van that is a workshop")),
    ),
)  # fmt: skip

SATURDAY = Story(
    key="saturday",
    title="Kelas Koding Malam Minggu",
    purpose="Developers teach first-year students, students test what the developers build.",
    sector="technology",
    profile="informal",
    parts=(
        Part(
            KODE_MALAM, "Teaches", "Chooses the exercises with the lab", "Ten evenings a term",
            ("knowledge", "Ten evenings a term"), "New members",
        ),
        Part(
            LEMBAH_CITRA, "Gives room and students", "Says which students need it most", "A lab on Saturdays",
            ("facility", "The computer lab on Saturday nights"), "Students who have shipped something",
        ),
    ),
    goal="Sixty first pull requests",
    felt="Do students come back without being asked?",
    terms=Terms(starts=-330, milestone="Sixty students have had their first pull request merged"),
    chapters=(
        *TO_ACTIVE,
        meeting(-12, "Sixty-four pull requests!"),
        said(0, line("discuss_future", ground="success", reason="The milestone is reached; the lab has tutors now.")),
        decided(line("end_by_agreement", ground="success", reason="Done, and the students carry on themselves.")),
        said(1, line(
            "add_ending_item", item_id="handbook", about="credit", text="The exercises, under their authors' names",
            owner_org=LEMBAH_CITRA.id, owed_to=KODE_MALAM.id, due_at=Day(21),
        )),
    ),
)  # fmt: skip

WEAVING = Story(
    key="weaving",
    title="Motif yang Pulang",
    purpose="Photographs and notes of eighty old cloths return to the weavers whose grandmothers made them.",
    sector="culture",
    origin="A weaver found her grandmother's cloth in a catalogue",
    parts=(
        Part(
            WESTHAVEN, "Opens its archive", "Asks before anything is shown", "Eighty cloths photographed",
            ("network", "Archives in four cities"), "Stories that no catalogue has",
        ),
        Part(
            PENENUN, "Names patterns and makers", "Decides what may be shown", "Names for eighty cloths",
            ("knowledge", "The names and meanings of the patterns"), "Patterns to weave from again",
        ),
    ),
    goal="Eighty cloths have names again",
    felt="Do the weavers feel that the patterns are theirs?",
    terms=Terms(starts=-500, milestone="Eighty cloths are named"),
    chapters=(
        *TO_ACTIVE,
        meeting(-25, "The last cloth", formal=True),
        said(1, line("discuss_future", ground="success", reason="All eighty cloths have names.")),
        decided(line("end_by_agreement", ground="success", reason="What we set out to do is done.")),
        wound_down,
        said(0, line("end_partnership")),
    ),
)  # fmt: skip

CLINIC = Story(
    key="clinic",
    title="Klinik Hukum Keliling",
    purpose="A minibus with two lawyers, five students and a kettle, in a different village every Friday.",
    sector="justice",
    parts=(
        Part(
            LBH_CAHAYA, "Gives advice", "Chooses the villages", "Two lawyers every Friday",
            ("expert", "Two lawyers every Friday"), "Reach",
        ),
        Part(
            LEMBAH_CITRA, "Sends students and the bus", "Prepares the students", "Five students and a bus",
            ("facility", "A minibus"), "Students who have met a client",
        ),
        Part(
            TUNAS_BACA, "Writes leaflets in plain words", "Tests them with readers", "A leaflet a month",
            ("idea", "Legal leaflets that a child can read"), "Something new on the shelf",
        ),
    ),
    goal="Four hundred people have had their question answered",
    felt="Do people leave calmer than they came?",
    terms=Terms(starts=30, ends=760, notice=60),
    chapters=(*TO_DESIGNING, drafted),
)  # fmt: skip
