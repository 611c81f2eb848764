"""Partnerships of companies, and one consortium that cannot wait."""

from cli.seed.organisations import (
    KARANG_TARUNA,
    KECAMATAN,
    KOPERASI_KOPI,
    LEMBAH_CITRA,
    NORDIC_BEAN,
    PKK_MELATI,
    RIVERS,
    SURYA_ATAP,
    TUNAS_BACA,
)
from cli.stories.cast import Day, Part, Story, Terms, line
from cli.stories.chapters import TO_ACTIVE, TO_ASSESSING, decided, fit, meeting, said

COFFEE = Story(
    key="coffee",
    title="Kopi Lereng sampai Göteborg",
    purpose="A price that is agreed before the harvest, and a roastery that farmers have seen.",
    sector="trade",
    origin="A trade fair in 2022",
    parts=(
        Part(
            KOPERASI_KOPI, "Grows and dries", "Says what a fair price is", "Eight tonnes a year",
            ("knowledge", "How coffee is dried in fog"), "A price before the harvest",
        ),
        Part(
            NORDIC_BEAN, "Buys and tells", "Opens its calculation", "Eight tonnes bought in advance",
            ("network", "Forty cafés that tell the story"), "Coffee whose farmers have names",
        ),
    ),
    goal="Two hundred families plan a year ahead",
    felt="Would the farmers recommend it to their children?",
    terms=Terms(starts=-700, ends=95, notice=60, contact=60),
    chapters=(
        *TO_ACTIVE,
        meeting(-18, "Freight has doubled", formal=True),
        said(1, line("report_funding", status="at_risk", source="Freight costs", note="Nobody knows about next year.")),
        said(0, line("discuss_future", ground="funding", reason="Freight has doubled; less may be wiser.")),
        said(1, line("invite_to_conversation", org_id=KOPERASI_KOPI.id, message="Shall we look at both our books?")),
    ),
)  # fmt: skip

SOLAR = Story(
    key="solar",
    title="Atap Sekolah Bersinar",
    purpose="Solar panels on school roofs; what is saved on the bill buys books.",
    sector="energy",
    parts=(
        Part(SURYA_ATAP),
        Part(TUNAS_BACA),
    ),
    chapters=(
        *TO_ASSESSING,
        said(0, *fit()),
        said(1, line("raise_blocker", blocker_id="warranty", text="Who repairs a panel after year five?")),
    ),
)

TOURNAMENT = Story(
    key="tournament",
    title="Turnamen Voli Surya",
    purpose="A volleyball tournament with solar lamps.",
    sector="sport",
    parts=(
        Part(SURYA_ATAP),
        Part(KARANG_TARUNA),
    ),
    chapters=(
        *TO_ASSESSING,
        said(0, *fit()),
        said(1, *fit(gains=False)),
        said(1, line(
            "do_not_pursue", reason="It is a sponsorship, and a good one; it needs no partnership.",
            message="Thank you for the tea and the straight talk. Let us do the weekend with a simple invoice.",
        )),
    ),
)  # fmt: skip

FLOOD = Story(
    key="flood",
    title="Siaga Banjir Tirtasari",
    purpose="Boats, beds, warm rice and a warning that reaches the last house, before the next flood.",
    sector="disaster relief",
    profile="urgent",
    parts=(
        Part(
            KECAMATAN, "Leads when the water comes", "Calls the alarm", "A control room day and night",
            ("credibility", "The word of the district"), "Everybody knows where to go",
        ),
        Part(
            RIVERS, "Warns", "Shares its river model", "Four gauges with sirens",
            ("technology", "Gauges and a river model"), "A model that is tested",
        ),
        Part(
            KARANG_TARUNA, "Drives boats", "Says which lanes flood first", "Six boats with crews",
            ("time", "Forty volunteers on call"), "Training and life-vests",
        ),
        Part(
            PKK_MELATI, "Cooks and looks after the old", "Keeps the list of who cannot walk", "Warm rice for 300",
            ("care", "A kitchen within two hours"), "Gas, rice and thanks",
        ),
        Part(
            LEMBAH_CITRA, "Counts and learns", "Asks afterwards what helped", "A report in a week",
            ("knowledge", "Students who map and count"), "Lessons for the next flood",
        ),
    ),
    goal="No house is warned later than two hours before the water",
    felt="Did you feel looked after?",
    terms=Terms(starts=-20, notice=0, contact=7, evaluation=30),
    chapters=(
        *TO_ACTIVE,
        meeting(-2, "Forecast for the week", "Two boats need new motors"),
        said(1, line(
            "make_commitment", commitment_id="gauge-4", to_org=KECAMATAN.id,
            text="The fourth gauge at the upper bridge", due_at=Day(3),
        )),
        said(2, line(
            "make_commitment", commitment_id="drill", to_org=PKK_MELATI.id,
            text="A night drill with every boat", due_at=Day(6),
        )),
        decided(line("appoint_neutral", person_id="ahmad-fauzi", name="Ahmad Fauzi", role="facilitator")),
    ),
)  # fmt: skip
