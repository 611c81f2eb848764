-- The post: when each reader is looked after next, matters of one's own, receipts, hands of a task, shared limits.
-- depends: 0006_people

-- migrate: apply

create table looks (
    person_id text primary key,
    looked_at timestamptz not null,
    next_at timestamptz not null,
    patient text[] not null
);

comment on table looks is 'When the workflow of a person looks again by itself, written by its last look.';
comment on column looks.patient is 'Kinds of which a new notice can wait until then.';

create index looks_next on looks (next_at);

alter table notices alter column partnership_id drop not null, alter column version drop not null;

comment on column notices.partnership_id is 'None where it is about the reader''s own keys, links and addresses.';

alter table notices add column point jsonb;

comment on column notices.point is 'The one address that it goes to: those that somebody had before hear of a change as well.';

alter table notices add column day text;

comment on column notices.day is 'The key of the appointment that has changed: a calendar that was told of it by mail is wrong.';

create index invitations_day on invitations (partnership_id, key);

create index people_merged on people (merged_into) where merged_into is not null;

create function known_as(id text) returns text[] language sql stable parallel safe as $$
    select me || array(select person_id from people where merged_into = me order by person_id)
    from (select coalesce((select merged_into from people where person_id = id), id) as me) as today
$$;

comment on function known_as is 'Every id of one person, whichever of them is asked for: the one that remains first.';

create function kept_by(id text) returns text[] language sql stable parallel safe as $$
    select coalesce(array_agg(distinct o.org_id), '{}')
    from fillings f join positions o using (position_id)
    where f.person_id = any(known_as(id)) and (f.until is null or f.until >= current_date) and exists (
        select from api_keys k where k.org_id = o.org_id and k.role <> 'service' and k.revoked_at is null
    )
$$;

comment on function kept_by is 'The organisations in which a person has a post and that have keys of their own: they keep the entry.';

create index notices_task on notices (partnership_id, task) where task is not null;

alter table attempts add column receipt text;

comment on column attempts.receipt is 'The provider''s own name for the message, by which it may tell later what became of it.';
comment on column attempts.outcome is 'sent, not_now, never; told later: delivered, read, bounced.';
comment on table attempts is 'Every try to deliver a letter, and what its provider told later.';

create index attempts_receipt on attempts (receipt) where receipt is not null;

create table task_moves (
    number bigint generated always as identity primary key,
    partnership_id uuid not null,
    key text not null,
    opened_version integer not null,
    assignee text,
    follow_up_on date,
    moved_by text not null,
    at timestamptz not null
);

comment on table task_moves is 'Through whose hands a task has gone; append-only.';

create trigger append_only before update or delete or truncate on task_moves
    for each statement execute function refuse_change();

create index task_moves_task on task_moves (partnership_id, key, opened_version, number);

create unlogged table counts (
    key text primary key,
    since timestamptz not null,
    number integer not null
);

create index counts_since on counts (since);

comment on table counts is 'How often somebody has done something lately, for limits that hold over all processes; may be lost.';

-- migrate: rollback
