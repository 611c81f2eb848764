-- Published policies: numbered, whole, never changed.
-- depends: 0003_keys

-- migrate: apply

create table policies (
    version integer primary key check (version > 0),
    body jsonb not null,
    note text not null,
    published_at timestamptz not null default now(),
    published_by text not null
);

comment on table policies is 'Every published policy, whole; version 0 is the one that is built in. Append-only.';

create trigger append_only before update or delete or truncate on policies
    for each statement execute function refuse_change();

-- migrate: rollback
