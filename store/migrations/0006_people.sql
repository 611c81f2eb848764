-- People: the directory, tasks, notices and what became of them, links, feeds.
-- depends: 0005_lessons

-- migrate: apply

create table organisations (
    org_id text primary key,
    name text not null,
    kind text not null,
    legal_id text,
    domain text,
    zone text not null,
    note text,
    merged_into text references organisations,
    updated_at timestamptz not null default now()
);

comment on column organisations.merged_into is 'The organisation that this one turned out to be; nothing new hangs on it.';

create table people (
    person_id text primary key,
    name text not null,
    honorific text,
    language text not null,
    zone text not null,
    country text not null,
    choices jsonb not null default '{}',
    digest_at time not null,
    quiet_from time not null,
    quiet_until time not null,
    note text,
    left_on date,
    merged_into text references people,
    updated_at timestamptz not null default now()
);

comment on column people.left_on is 'Their last day; from then on nothing is sent to them.';

create table contact_points (
    person_id text not null references people,
    channel text not null,
    address text not null,
    rank integer not null,
    state text not null default 'untried',
    problem text,
    since timestamptz not null default now(),
    primary key (person_id, channel, address)
);

comment on column contact_points.problem is 'What the provider said, and what somebody can do about it.';

create index contact_points_address on contact_points (channel, address);
create index contact_points_trouble on contact_points (state) where state in ('failing', 'wrong');

create table positions (
    position_id text primary key,
    org_id text not null references organisations,
    title text not null,
    level text
);

create index positions_org on positions (org_id);

create table fillings (
    position_id text not null references positions,
    person_id text not null references people,
    since date not null,
    until date,
    primary key (position_id, person_id, since)
);

create index fillings_person on fillings (person_id);

create table absences (
    absence_id uuid primary key,
    person_id text not null references people,
    stand_in text references people,
    starts date not null,
    ends date not null,
    note text
);

create index absences_person on absences (person_id, ends);
create index absences_stand_in on absences (stand_in, ends);

create table directory_log (
    number bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor jsonb not null,
    what text not null,
    about text not null,
    detail jsonb not null
);

comment on table directory_log is 'Who changed what in the directory: imports, merges, departures; append-only.';

create trigger append_only before update or delete or truncate on directory_log
    for each statement execute function refuse_change();

create index directory_log_about on directory_log (about, number desc);

create table roles (
    partnership_id uuid not null references partnerships on delete cascade,
    person_id text not null,
    org_id text,
    role text not null,
    name text not null,
    position_id text,
    last_day timestamptz,
    primary key (partnership_id, person_id)
);

comment on table roles is 'Who holds which role today, folded like partnerships.';

create index roles_person on roles (person_id, partnership_id);
create index roles_position on roles (position_id) where position_id is not null;

create table tasks (
    task_id uuid not null unique,
    partnership_id uuid not null,
    key text not null,
    opened_version integer not null,
    kind text not null,
    about text not null,
    org_id text,
    person_id text,
    hand text,
    people text[] not null,
    roles text[] not null,
    what text not null,
    params jsonb not null,
    since timestamptz,
    due_at timestamptz,
    event integer,
    rule text,
    step integer not null,
    commands text[] not null,
    act text,
    private boolean not null,
    opened_at timestamptz not null,
    done_at timestamptz,
    done_version integer,
    done_by text,
    primary key (partnership_id, key, opened_version)
);

comment on table tasks is 'What partnerships wait for, folded from the ledger; done ones stay.';
comment on column tasks.task_id is 'Made from the partnership, the key and the version that opened it: a rebuild gives the same.';
comment on column tasks.person_id is 'The one person who can do it, and to whom alone it is shown.';
comment on column tasks.hand is 'Whoever of the side has taken it upon themself.';
comment on column tasks.people is 'Whom it falls to today, by the posts as they are filled.';

create unique index tasks_open on tasks (partnership_id, key) where done_at is null;
create index tasks_org on tasks (org_id, due_at) where done_at is null;
create index tasks_people on tasks using gin (people) where done_at is null;
create index tasks_done on tasks (org_id, done_at desc, task_id desc) where done_at is not null;

create table task_hands (
    partnership_id uuid not null,
    key text not null,
    opened_version integer not null,
    assignee text,
    follow_up_on date,
    changed_at timestamptz not null default now(),
    changed_by text not null,
    primary key (partnership_id, key, opened_version)
);

comment on table task_hands is 'In whose hands a task is, where somebody has claimed or assigned it; not folded.';

create index task_hands_assignee on task_hands (assignee) where assignee is not null;

create table task_notes (
    note_id uuid primary key,
    partnership_id uuid not null,
    key text not null,
    opened_version integer not null,
    author text not null,
    text text not null,
    at timestamptz not null default now()
);

create index task_notes_task on task_notes (partnership_id, key, opened_version, at);

create table notices (
    notice_id uuid primary key,
    partnership_id uuid not null,
    version integer not null,
    person_id text not null,
    org_id text,
    kind text not null,
    what text not null,
    why text not null,
    params jsonb not null,
    rule text,
    about text not null default '',
    anchor timestamptz,
    task text,
    private boolean not null,
    told_for text,
    created_at timestamptz not null,
    state text not null default 'waiting',
    state_since timestamptz not null,
    reason text,
    relayed boolean not null default false,
    seen_at timestamptz
);

comment on table notices is 'What people are told; the inbox is this table, whatever became of a delivery.';
comment on column notices.state is 'waiting, sent, settled (its matter is over), silent (chosen), departed, unreachable.';
comment on column notices.anchor is 'When the clock of its rule began: if it has stopped or begun anew, nobody is told.';
comment on column notices.told_for is 'The absent person for whom this one stands in.';

create index notices_inbox on notices (person_id, created_at desc, notice_id desc);
create index notices_waiting on notices (person_id) where state = 'waiting';
create index notices_unrelayed on notices (created_at) where not relayed;
create index notices_unreachable on notices (person_id) where state = 'unreachable';

create function tell_relay() returns trigger language plpgsql as $$
begin
    perform pg_notify('kemitraan_notices', '');
    return null;
end
$$;

create trigger told after insert on notices for each statement execute function tell_relay();

create table letters (
    letter_id uuid primary key,
    person_id text not null,
    channel text not null,
    address text not null,
    digest boolean not null,
    thread text not null,
    language text not null,
    composed_at timestamptz not null,
    state text not null default 'due',
    state_since timestamptz not null,
    reason text
);

comment on table letters is 'One message to one address; its id is the stable message id, however often it is tried.';
comment on column letters.state is 'due, sent, settled, refused (by the other side, for good), given_up (after days).';

create index letters_person on letters (person_id, composed_at desc);
create index letters_due on letters (person_id) where state = 'due';

create table letter_notices (
    letter_id uuid not null references letters,
    notice_id uuid not null references notices,
    ordinal integer not null,
    primary key (letter_id, notice_id)
);

create index letter_notices_notice on letter_notices (notice_id);

create table attempts (
    letter_id uuid not null references letters,
    at timestamptz not null,
    outcome text not null,
    reason text,
    detail text
);

comment on table attempts is 'Every try to deliver a letter.';
comment on column attempts.outcome is 'sent, not_now, never.';
comment on column attempts.detail is 'What the other side said, in its own words.';

create index attempts_letter on attempts (letter_id, at);

create table links (
    link_id uuid primary key,
    token_hash bytea not null unique,
    person_id text not null,
    org_id text,
    partnership_id uuid,
    act text not null,
    about jsonb not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    tries integer not null default 0,
    used_at timestamptz,
    outcome jsonb,
    revoked_at timestamptz
);

comment on table links is 'Links for people without an account: the text of a link is never kept, only its hash.';

create index links_person on links (person_id, created_at desc);

create table feeds (
    feed_id uuid primary key,
    token_hash bytea not null unique,
    person_id text not null,
    own boolean not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    last_used timestamptz
);

comment on column feeds.own is 'The person has made the address; what was confided stands in no other calendar.';
comment on table feeds is 'Calendars that people subscribe to.';

create table invitations (
    person_id text not null,
    partnership_id uuid not null,
    key text not null,
    entry jsonb not null,
    told_at timestamptz not null,
    primary key (person_id, partnership_id, key)
);

comment on table invitations is 'Days of which the calendar of somebody was told by mail, as they were told last.';

create table departures (
    departure_id uuid primary key,
    person_id text not null,
    org_id text,
    leaving jsonb not null,
    over timestamptz not null,
    actor jsonb not null,
    staff boolean not null,
    moved jsonb not null,
    created_at timestamptz not null default now(),
    finished_at timestamptz
);

comment on table departures is 'One call moved all duties of somebody who leaves: what was asked, and what it moved in the directory.';

create index departures_newest on departures (created_at desc, departure_id desc);
create index departures_open on departures (created_at) where finished_at is null;

create table departure_parts (
    departure_id uuid not null references departures,
    partnership_id uuid not null,
    part jsonb not null,
    outcome jsonb,
    answered_at timestamptz,
    primary key (departure_id, partnership_id)
);

comment on table departure_parts is 'What a departure says in one partnership, and what was answered.';

-- migrate: rollback
