"""What an admin reads about looking at the partnership: who has answered how often, and what was taken on; no score."""

from collections.abc import Iterator

from domain.partnership import Partnership
from domain.slices.evaluation import Running
from domain.slices.reviews import Action
from workflows.waiting import name
from workflows.wording import day, listed, plain, words


def looking(p: Partnership) -> Iterator[str]:
    """The open evaluation, results that nobody has talked about yet, and open actions."""
    if p.evaluation.open:
        yield _evaluation(p, p.evaluation.open)
    last = p.evaluation.last
    if last and p.reviews.discussed != last.evaluation_id:
        yield f"Results of {last.evaluation_id} since {day(last.closed_at)}: to be talked about together."
    if p.reviews.actions:
        yield listed("Open actions", (_action(p, action) for action in p.reviews.actions))


def _evaluation(p: Partnership, running: Running) -> str:
    answers = (f"{name(p, org)}: {running.side(org).answers or 'nobody'} answered so far" for org in p.orgs)
    asked = f"{words(running.evaluation_id)} ({plain(running.occasion)}, {running.form} form)"
    return listed(f"Asked in {asked} since {day(running.opened_at)}, until {day(running.due_at)}", answers)


def _action(p: Partnership, action: Action) -> str:
    return f"{name(p, action.owner_org)} by {day(action.due_at)}: {words(action.text)}"
