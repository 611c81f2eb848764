"""Partnerships of villages, neighbourhoods and the people who live there."""

from cli.seed.organisations import (
    ANAK_SAMUDRA,
    DESA_PANTAI,
    DESA_SUKAMULYA,
    KARANG_TARUNA,
    KARYA_MESIN,
    KODE_MALAM,
    KOMUNITAS_BACA,
    PKK_MELATI,
    RIVERS,
    TUNAS_BACA,
)
from cli.stories.cast import Day, Part, Signs, Story, Terms, line
from cli.stories.chapters import (
    TO_ACTIVE,
    TO_AGREEING,
    TO_EXPLORING,
    decided,
    meeting,
    proposed,
    said,
)

LIBRARY = Story(
    key="library",
    title="Perpustakaan di Bawah Pohon Mangga",
    purpose="A small library for the upper hamlets, run by the people who read there.",
    origin="The two leads met at a book fair in 2023.",
    sector="education",
    profile="informal",
    parts=(
        Part(
            TUNAS_BACA, "Finds books and trains readers-aloud", "Chooses with the community what is read",
            "Three hundred books and two training days", ("knowledge", "Training for readers-aloud"),
            "A model for the other villages",
        ),
        Part(
            KOMUNITAS_BACA, "Keeps the library and its hours", "Decides on hours and rules",
            "Every Sunday, rain or shine", ("time", "Two volunteers every Sunday"), "A roof for the books",
        ),
    ),
    goal="Every child of the upper hamlets has read ten books by next year",
    felt="Do the children ask when the library opens?",
    terms=Terms(starts=-90, contact=45),
    chapters=(
        *TO_ACTIVE,
        meeting(-6, "Rainy season: where do the books sleep?"),
        said(0, line(
            "make_commitment", commitment_id="shelf", to_org=KOMUNITAS_BACA.id,
            text="A shelf that closes against the rain", due_at=Day(12),
        )),
    ),
)  # fmt: skip

GROWTH = Story(
    key="growth",
    title="Dapur Sehat Posyandu",
    purpose="A warm meal and an honest weighing for every toddler, every week.",
    sector="health",
    profile="informal",
    parts=(
        Part(
            DESA_SUKAMULYA, "Gives room, scales and a small budget", "Puts the kitchen into the village plan",
            "The hall every Thursday", ("facility", "The village hall and its kitchen"), "Fewer stunted children",
        ),
        Part(
            PKK_MELATI, "Cooks, weighs and visits", "Says which families need a visit",
            "Twelve cooks in turns", ("care", "Cooking and home visits"), "Ingredients paid by the village",
        ),
    ),
    goal="No toddler of RW 05 falls below the growth curve",
    felt="Do mothers like to come?",
    terms=Terms(starts=14),
    chapters=(*TO_AGREEING, lambda story: (Signs(DESA_SUKAMULYA, (DESA_SUKAMULYA,)),)),
)  # fmt: skip

RIVER = Story(
    key="river",
    title="Sungai Bersih, Kampung Senang",
    purpose="Get the plastic out of the river, and keep it out.",
    sector="environment",
    parts=(
        Part(
            KARANG_TARUNA, "Cleans and counts", "Decides where the nets hang", "A clean-up every second Saturday",
            ("time", "Twenty young people on two Saturdays a month"), "Boots, nets and a river to swim in",
        ),
        Part(
            RIVERS, "Brings nets and a method", "Shares what worked elsewhere", "Three nets and a training",
            ("technology", "Floating nets and a counting method"), "Data from a fast river",
        ),
    ),
    goal="Half as much plastic at the lower bridge within two years",
    felt="Would you let your children swim here?",
    terms=Terms(starts=-200),
    chapters=(
        *TO_ACTIVE,
        meeting(-15, "Flood damage at the second net"),
        decided(line(
            "pause_partnership", reason="The harvest needs every hand; the nets are ashore.", resume_at=Day(40)
        )),
    ),
)  # fmt: skip

OPEN_DATA = Story(
    key="open-data",
    title="Data Desa Terbuka",
    purpose="Budget, births and broken lamps of Sukamulya on one page that anybody can read.",
    sector="technology",
    profile="informal",
    parts=(
        Part(
            KODE_MALAM, "Builds and explains", "Chooses tools that the office can keep", "A release a month",
            ("expert", "Six developers on Saturday nights"), "Software with real users",
        ),
        Part(
            DESA_SUKAMULYA, "Opens its books", "Says what may be public", "Fresh numbers every month",
            ("knowledge", "The village's own numbers"), "Fewer questions at the counter",
        ),
    ),
    goal="Every villager can look up the budget on a phone",
    felt="Do people trust the numbers more than before?",
    terms=Terms(starts=-240),
    chapters=(
        *TO_ACTIVE,
        meeting(-10, "Who answers comments?"),
        said(0, line("record_support", level="field", text="Six regular volunteers"),
             line("record_support", level="leadership", text="Both founders")),
        said(1, line("record_support", level="leadership", text="Decree of the village head"),
             line("record_support", level="management", text="The secretary keeps the numbers"),
             line("release_person", person_id=f"{DESA_SUKAMULYA.voice}.alternate", reason="Moved to the district"),
             line("appoint_person", person_id="wahyu-hidayat", name="Wahyu Hidayat", role="alternate")),
        meeting(0, "Wahyu takes over", people=(
            KODE_MALAM.voice, f"{KODE_MALAM.voice}.alternate", DESA_SUKAMULYA.voice, "wahyu-hidayat",
        )),
        decided(line("deepen_partnership", to="shared", evidence="Two levels on each side, and a new alternate")),
    ),
)  # fmt: skip

SCHOLARSHIP = Story(
    key="scholarship",
    title="Beasiswa Anak Nelayan",
    purpose="Scholarships for the children of fishing families, chosen by the village itself.",
    sector="education",
    origin="A letter of the village head",
    parts=(
        Part(ANAK_SAMUDRA),
        Part(DESA_PANTAI),
    ),
    chapters=(proposed,),
)

WORKSHOP = Story(
    key="workshop",
    title="Bengkel Bersama Pesisir",
    purpose="A shared workshop where outboard motors are repaired by those who use them.",
    sector="economy",
    origin="A mechanic who grew up there",
    parts=(
        Part(KARYA_MESIN),
        Part(DESA_PANTAI),
    ),
    chapters=(*TO_EXPLORING, meeting(-9, "A walk along the boats")),
)
