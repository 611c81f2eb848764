"""The usual course of a partnership, chapter by chapter; a story chooses how far it goes and what comes between."""

from collections.abc import Callable

from cli.stories.cast import Day, IsRefused, Line, Org, Part, Says, Signs, Step, Story, Waits, line

Chapter = Callable[[Story], tuple[Step, ...]]


def appointments(org: Org) -> tuple[Line, ...]:
    """The two people who speak for an organisation; the lead gives the alternate the safeguarding mandate."""
    return (
        line(
            "appoint_person",
            person_id=org.voice,
            name=org.lead,
            role="lead",
            position_id=f"{org.id}.lead",
            level="management",
        ),
        line(
            "appoint_person",
            person_id=f"{org.voice}.alternate",
            name=org.alternate,
            role="alternate",
            position_id=f"{org.id}.alternate",
            level="field",
            safeguarding=True,
        ),
    )


def profile(org: Org) -> Line:
    """How an organisation tells of itself."""
    return line("confirm_profile", mission=org.mission, values=org.values, goals=org.goals)


def proposed(story: Story) -> tuple[Step, ...]:
    """One side suggests it, and names its people."""
    first = story.orgs[0]
    parties = [line_of(org) for org in story.orgs]
    proposal = line(
        "propose_partnership",
        title=story.title,
        purpose=story.purpose,
        proposer_org=first.id,
        parties=parties,
        profile=story.profile,
        sector=story.sector,
        relation_origin=story.origin,
    )
    return (Says(first, (proposal, *appointments(first), profile(first))),)


def line_of(org: Org) -> dict[str, str]:
    """An organisation as the proposal names it."""
    return {"org_id": org.id, "name": org.name, "kind": org.kind}


def willing(story: Story) -> tuple[Step, ...]:
    """The others want to explore it too."""
    yes = line("declare_willingness", willing=True)
    return tuple(Says(org, (*appointments(org), yes, profile(org))) for org in story.orgs[1:])


def exploring(story: Story) -> tuple[Step, ...]:
    """All want to get to know each other."""
    return (Says(story.orgs[0], (line("begin_exploring"),)),)


def meeting(day: float, *topics: str, formal: bool = False, people: tuple[str, ...] = ()) -> Chapter:
    """All of them meet: these people, or the two of each side who speak for it."""

    def met(story: Story) -> tuple[Step, ...]:
        orgs = [org.id for org in story.orgs]
        there = people or tuple(name for org in story.orgs for name in (org.voice, f"{org.voice}.alternate"))
        held = line("record_contact", held_at=Day(day), orgs=orgs, formal=formal, topics=list(topics), people=there)
        return (Says(story.orgs[0], (held,)),)

    return met


def assessing(story: Story) -> tuple[Step, ...]:
    """They know each other well enough to look at fit."""
    return (Says(story.orgs[1], (line("begin_assessing"),)),)


def fitting(story: Story) -> tuple[Step, ...]:
    """Each looks at fit, and somebody else than the proposer approves."""
    told = tuple(Says(org, fit()) for org in story.orgs)
    return (*told, Says(story.orgs[1], (line("begin_designing"),)))


def fit(*, gains: bool = True) -> tuple[Line, ...]:
    """One party's view of the fit."""
    return (
        line("answer_fit", scores={"vision": 4, "values": 5, "ways-of-working": 3}),
        line("declare_interests", conflicts=[]),
        line("answer_partnership_test", contributes=True, decides=True, carries_role=True, gains=gains),
    )


def drafted(story: Story) -> tuple[Step, ...]:
    """All write the agreement together."""
    orgs = [org.id for org in story.orgs]
    benefits = {part.org.id: part.gains for part in story.parts}
    goal = {"goal_id": "goal", "text": story.goal, "clear": True, "achievable": True, "benefit_by_org": benefits}
    felt = {"indicator_id": "felt", "question": story.felt, "subjective": True, "asked_of": orgs}
    shared = (
        line("propose_goal", goal=goal),
        line("define_indicator", indicator=felt),
        line("set_terms", terms=_terms(story)),
    )
    first, *others = story.parts
    return (Says(first.org, (*shared, *_share(first))), *(Says(part.org, _share(part)) for part in others))


def _share(part: Part) -> tuple[Line, ...]:
    kind, text = part.gives
    duty = {"org_id": part.org.id, "role": part.role, "strategy_part": part.strategy, "delivery_part": part.delivery}
    pledge = {"contribution_id": f"{kind}-{part.org.id}"[:64], "by_org": part.org.id, "kind": kind, "text": text}
    return (line("assign_role", responsibility=duty), line("pledge_contribution", pledge=pledge))


def _terms(story: Story) -> dict[str, object]:
    terms = story.terms
    end_type = "fixed" if terms.ends is not None else "milestone" if terms.milestone else "open"
    return {
        "starts_at": Day(terms.starts),
        "end_type": end_type,
        "notice_days": terms.notice,
        "contact_interval_days": terms.contact,
        "evaluation_interval_days": terms.evaluation,
        **({"ends_at": Day(terms.ends)} if terms.ends is not None else {}),
        **({"milestone": terms.milestone} if terms.milestone else {}),
    }


def signed(story: Story) -> tuple[Step, ...]:
    """Every party accepts for itself."""
    return (Signs(story.orgs[0], story.orgs),)


def together(by: Org, story: Story, proposal: Line) -> tuple[Step, ...]:
    """One side proposes, all others agree, and it takes effect."""
    yes = line("agree_to_decision", about=proposal["kind"])
    return (Says(by, (proposal,)), *(Says(org, (yes,)) for org in story.orgs if org is not by))


def decided(proposal: Line) -> Chapter:
    """All agree to something that the first party proposes."""
    return lambda story: together(story.orgs[0], story, proposal)


def said(by: int, *lines: Line) -> Chapter:
    """One of the parties, told by its place, says something."""
    return lambda story: (Says(story.orgs[by], lines),)


def refused(by: int, *lines: Line, guards: tuple[str, ...] = (), code: str = "guards-unmet") -> Chapter:
    """One of the parties tries something too early."""
    return lambda story: (IsRefused(story.orgs[by], lines, code, guards),)


def waited(*, rule: str | None = None, stage: str | None = None, step: int = 0, days: float = 0) -> Chapter:
    """Time passes."""
    return lambda story: (Waits(rule=rule, stage=stage, step=step, days=days),)


def wound_down(story: Story) -> tuple[Step, ...]:
    """Everything that a good end asks for."""
    first, second = story.orgs[:2]
    invested = {part.org.id: f"{part.gives[1]}. {part.delivery}." for part in story.parts}
    seen = line("see_investment_statement")
    message = line("agree_message", text=f"“{story.title}” has done what it set out to do. We part as friends.")
    lessons = tuple(
        Says(org, (line("record_lesson", text=f"Begin with tea, then with {story.goal[:1].lower()}{story.goal[1:]}"),))
        for org in story.orgs
    )
    return (
        Says(first, (line("issue_investment_statement", invested=invested),)),
        *(Says(org, (seen,)) for org in story.orgs[1:]),
        *together(second, story, message),
        *lessons,
    )


TO_EXPLORING = (proposed, willing, exploring)
TO_ASSESSING = (*TO_EXPLORING, meeting(-60, "Who we are"), meeting(-40, "What we could do together"), assessing)
TO_DESIGNING = (*TO_ASSESSING, fitting)
TO_AGREEING = (*TO_DESIGNING, drafted)
TO_ACTIVE = (*TO_AGREEING, signed)
"""The usual way, as far as it goes."""
