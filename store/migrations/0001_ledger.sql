-- The ledger, the first answer to every command, and the head of every chain.
-- depends:

-- migrate: apply

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end
$$;

create table ledger (
    partnership_id uuid not null,
    version integer not null check (version > 0),
    position bigint not null unique check (position > 0),
    event_id uuid not null,
    command_id uuid not null,
    ordinal integer not null check (ordinal >= 0),
    type text not null,
    data jsonb not null,
    actor jsonb not null,
    channel text not null,
    visibility text not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    prev_hash bytea not null,
    hash bytea not null,
    primary key (partnership_id, version),
    unique (partnership_id, command_id, ordinal)
);

comment on table ledger is 'What has happened, one hash chain a partnership; append-only.';
comment on column ledger.position is 'One order over all partnerships, without gaps: who reads on from a position misses nothing.';
comment on column ledger.hash is 'SHA-256 over prev_hash and the canonical JSON of the row, without position and the hashes.';

create trigger append_only before update or delete or truncate on ledger
    for each statement execute function refuse_change();

create table commands (
    partnership_id uuid not null,
    command_id uuid not null,
    digest text not null,
    actor jsonb not null,
    channel text not null,
    submitted_at timestamptz not null,
    occurred_at timestamptz,
    expected_version integer,
    commands jsonb not null,
    outcome jsonb not null,
    handled_at timestamptz not null,
    primary key (partnership_id, command_id)
);

comment on table commands is 'The first outcome of every command, kept for ever: a repeat is answered from here.';

create index commands_refused on commands (partnership_id, handled_at, command_id)
    where outcome ->> 'status' = 'refused';

create trigger append_only before update or delete or truncate on commands
    for each statement execute function refuse_change();

create table heads (
    partnership_id uuid primary key,
    version integer not null,
    hash bytea not null
);

comment on table heads is 'The end of every chain: a tail that was cut off shows.';

-- migrate: rollback
