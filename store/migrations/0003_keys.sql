-- API keys: only the hash of a secret is kept.
-- depends: 0002_reading

-- migrate: apply

create table api_keys (
    key_id text primary key,
    secret_hash bytea not null,
    role text not null,
    person_id text not null,
    org_id text,
    label text not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    last_used timestamptz
);

-- migrate: rollback
