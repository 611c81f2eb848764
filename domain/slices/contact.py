"""Who met lately: the last contacts, compact, and what is known of the older ones."""

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from domain.values import Instant, OrgId, PersonId, State

LOGGED = 20
"""So many contacts are remembered one by one."""

NAMED = 2
"""So many people of a side are remembered for each contact: enough to know that it did not rest on one."""


class Contact(State):
    """One contact, as far as later decisions ask for it."""

    number: int
    """The number of its event."""
    held_at: Instant
    sides: dict[OrgId, tuple[PersonId, ...]]
    """The parties, each with some of its people who were present, if they were named."""
    initiated_by: OrgId | None = None
    by_org: OrgId | None = None
    """The side that told of it; none where a neutral person did."""
    disputed_by: OrgId | None = None
    """The side that says it did not happen; meanwhile it does not count."""

    @model_serializer(mode="wrap")
    def _briefly(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        """What is not there is not written: twenty of these travel with every state."""
        return {name: value for name, value in write(self).items() if value is not None}

    @property
    def counts(self) -> bool:
        """Whether nobody contests it."""
        return self.disputed_by is None

    def without(self, org_id: OrgId) -> "Contact | None":
        """The same without one party; nothing, where two would not be left or it was that party that contested it."""
        sides = {org: people for org, people in self.sides.items() if org != org_id}
        if len(sides) < 2 or self.disputed_by == org_id:  # noqa: PLR2004 - nobody is in contact alone
            return None
        return self.but(
            sides=sides,
            initiated_by=None if self.initiated_by == org_id else self.initiated_by,
        )


class ContactLog(State):
    """The last contacts in the order in which they were held."""

    entries: tuple[Contact, ...] = ()
    earliest: Instant | None = None
    """The first contact that is not among the entries."""
    latest: Instant | None = None
    """The last contact that is not among the entries."""
    latest_of: dict[OrgId, Instant] = Field(default_factory=dict)
    """The same for each party, where it is known who took part."""
    unnamed: Instant | None = None
    """The last of those contacts of which it is not known who took part: any party may have."""

    @property
    def counted(self) -> tuple[Contact, ...]:
        """The entries that nobody contests."""
        return tuple(contact for contact in self.entries if contact.counts)

    def last_with(self, org_id: OrgId) -> Contact | None:
        """A party's last entry that nobody contests; of several held at that moment the one that stands first."""
        last = None
        for contact in reversed(self.entries):
            if last and contact.held_at < last.held_at:
                break
            if contact.counts and org_id in contact.sides:
                last = contact
        return last

    def older_with(self, org_id: OrgId) -> Instant | None:
        """When a party was last in a contact that is not among the entries, as far as anybody can know."""
        known = (self.latest_of.get(org_id), self._unnamed)
        return max((at for at in known if at), default=None)

    @property
    def _unnamed(self) -> Instant | None:
        """Before anything was kept of each party, nothing was known of any."""
        return self.unnamed if self.latest_of else self.latest

    @property
    def first_at(self) -> Instant | None:
        """When the first contact was held."""
        return min((at for at in (self.earliest, *(c.held_at for c in self.counted)) if at), default=None)

    @property
    def last_at(self) -> Instant | None:
        """When the last contact was held."""
        return max((at for at in (self.latest, *(c.held_at for c in self.counted)) if at), default=None)

    def find(self, number: int) -> Contact | None:
        """The entry of an event."""
        return next((contact for contact in self.entries if contact.number == number), None)

    def with_one_more(self, contact: Contact) -> "ContactLog":
        """One entry more; the oldest is forgotten but for its date."""
        entries = tuple(sorted((*self.entries, contact), key=lambda entry: entry.held_at))
        return self._only(entries[-LOGGED:], entries[:-LOGGED])

    def contested(self, number: int, by_org: OrgId | None) -> "ContactLog":
        """One entry contested by a side, or by nobody any more."""
        return self.but(entries=tuple(c.but(disputed_by=by_org) if c.number == number else c for c in self.entries))

    def without(self, org_id: OrgId) -> "ContactLog":
        """The same without one party."""
        kept = {entry.number: entry.without(org_id) for entry in self.entries}
        log = self._only(
            tuple(entry for entry in kept.values() if entry),
            tuple(entry for entry in self.entries if kept[entry.number] is None),
        )
        return log.but(latest_of={org: at for org, at in log.latest_of.items() if org != org_id})

    def _only(self, kept: tuple[Contact, ...], forgotten: tuple[Contact, ...]) -> "ContactLog":
        """Some entries; of the others only the dates are remembered."""
        older = ContactLog(entries=forgotten, earliest=self.earliest, latest=self.latest)
        latest_of = dict(self.latest_of)
        for contact in older.counted:
            for org in contact.sides:
                latest_of[org] = max(latest_of.get(org, contact.held_at), contact.held_at)
        return ContactLog(
            entries=kept,
            earliest=older.first_at,
            latest=older.last_at,
            latest_of=latest_of,
            unnamed=self._unnamed,
        )
