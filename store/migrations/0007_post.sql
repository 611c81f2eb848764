-- The post: when each reader is looked after next, matters of one's own, receipts, hands of a task, shared limits.
-- depends: 0006_people

-- migrate: apply

create table looks (
    person_id text primary key,
    looked_at timestamptz not null,
    next_at timestamptz not null
);

comment on table looks is 'When the workflow of a person looks again by itself: whoever looks soon need not be woken.';

alter table notices alter column partnership_id drop not null, alter column version drop not null;

comment on column notices.partnership_id is 'None where it is about the reader''s own keys, links and addresses.';

alter table attempts add column receipt text;

comment on column attempts.receipt is 'The provider''s own name for the message, by which it may tell later what became of it.';

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

comment on table counts is 'How often somebody has done something lately, for limits that hold over all processes; may be lost.';

-- migrate: rollback
