"""What goes on while a partnership works: promises, and one of three who leaves."""

from domain.agreement import OfferVersion
from domain.commitments import ConfirmCommitment, MakeCommitment, ReportDone, WaiveCommitment
from domain.ending import AddEndingItem, EndPartnership
from domain.future import EndingGround
from domain.notice import BeginWindingDown, GiveNotice
from domain.people import LeavePartnership
from domain.rooting import RecordCoreCase
from domain.values import OrgId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.table.row import Row
from tests.domain.teller import A, B, C, service

BYE = LeavePartnership(reason="Our members chose another path")
DONE, KEPT = ReportDone(commitment_id="shelf"), ConfirmCommitment(commitment_id="shelf")
WAIVED = WaiveCommitment(commitment_id="shelf", reason="We built one")
CASE = RecordCoreCase(text="Readers are our members")


def active() -> Story:
    return Story(crowd=True).active()


def three() -> Story:
    return Story(HOST, PARTNER, THIRD).active()


def shelf(story: Story, to: OrgId = PARTNER) -> MakeCommitment:
    return MakeCommitment(commitment_id="shelf", to_org=to, text="A shelf", due_at=story.day(30))


def promised(story: Story | None = None) -> Story:
    told = story or active()
    return told.then(A, shelf(told))


PROMISES = (
    Row("a promise", active, A, shelf, "commitment.made"),
    Row("a service reports a promise", active, service(HOST), shelf, "commitment.made"),
    Row("nobody promises to oneself", active, B, shelf, "no own-side"),
    Row("a promise to a party", active, A, lambda s: shelf(s, THIRD), "no unknown-party"),
    Row("one promise of a name", promised, A, shelf, "no already-exists"),
    Row("kept, says the giver", promised, A, DONE, "commitment.done"),
    Row("kept, only the giver says", promised, B, DONE, "no not-yours"),
    Row("kept, said once", lambda: promised().then(A, DONE), A, DONE, "no already-done"),
    Row("confirmed", lambda: promised().then(A, DONE), B, KEPT, "commitment.confirmed"),
    Row("confirmed by the receiver alone", lambda: promised().then(A, DONE), A, KEPT, "no not-waivable"),
    Row("waived by the one who is owed", promised, B, WAIVED, "commitment.waived"),
    Row("waived by nobody else", promised, A, WAIVED, "no not-waivable"),
    Row("waiving binds", promised, voice(Role.MEMBER, PARTNER), WAIVED, "no not-binding"),
    Row("no promise is open", active, B, KEPT, "no guards-unmet a_commitment_is_open"),
    Row("no such promise", promised, B, WaiveCommitment(commitment_id="roof", reason="Dry"), "no unknown-item"),
    Row("a promise may be kept in a pause", lambda: promised(Story().active()).resting(), A, DONE,
        "commitment.done"),
)  # fmt: skip

LEAVING = (
    Row("one of three leaves", three, C, BYE, "party.left"),
    Row("nobody leaves one behind", active, B, BYE, "no only-two-parties"),
    Row("leaving binds", three, service(THIRD), BYE, "no not-binding"),
    Row("who has left has no word", lambda: three().then(C, BYE), C, CASE, "no not-a-party"),
    Row("two go on without the third", lambda: three().then(C, BYE), A, shelf, "commitment.made"),
    Row("a version that names a third is taken back", lambda: Story(HOST, PARTNER, THIRD).agreeing(), C, BYE,
        "agreement.offer_withdrawn party.left T7"),
    Row("two offer what was drafted by three", lambda: Story(HOST, PARTNER, THIRD).agreeing().then(C, BYE), A,
        OfferVersion(), "agreement.version_offered T5"),
    Row("a notice leaves with its party", lambda: _noticed_by_the_third().then(C, BYE), A,
        GiveNotice(ground=EndingGround.TERM, reason="It is time"), "ending.notice_given"),
    Row("without it there is none to act on", lambda: _noticed_by_the_third().then(C, BYE), A, BeginWindingDown(),
        "no guards-unmet notice_given reflected"),
    Row("what a third owes does not hold the end", lambda: _owing_third().then(C, BYE), B,
        EndPartnership(), "partnership.ended T17"),
)  # fmt: skip


def _noticed_by_the_third() -> Story:
    story = Story(HOST, PARTNER, THIRD).deciding().talked()
    return story.then(C, GiveNotice(ground=EndingGround.STRATEGY, reason="New plans"))


def _owing_third() -> Story:
    story = Story(HOST, PARTNER, THIRD).settled()
    item = AddEndingItem(item_id="keys", about="asset", text="Keys", owner_org=THIRD, owed_to=HOST, due_at=story.day(3))
    return story.then(A, item)


ROWS = (*PROMISES, *LEAVING)
