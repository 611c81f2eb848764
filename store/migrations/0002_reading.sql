-- The read tables: the folded state of every partnership, ready for lists.
-- depends: 0001_ledger

-- migrate: apply

create table partnerships (
    id uuid primary key,
    version integer not null,
    stage text not null,
    phase text not null,
    profile text not null,
    depth text not null,
    title text not null,
    sector text,
    org_ids text[] not null,
    proposed_at timestamptz not null,
    stage_since timestamptz not null,
    updated_at timestamptz not null,
    next_deadline timestamptz,
    predecessor_id uuid,
    closed boolean not null,
    state jsonb not null
);

comment on table partnerships is 'Folded from the ledger, and folded again by `rebuild`: never the truth, always equal to it.';

create index partnerships_newest on partnerships (proposed_at desc, id desc);
create index partnerships_stage on partnerships (stage, proposed_at desc, id desc);
create index partnerships_closed on partnerships (closed, proposed_at desc, id desc);
create index partnerships_deadline on partnerships (next_deadline) where next_deadline is not null;
create index partnerships_title on partnerships using gin (to_tsvector('simple', title));

create table parties (
    partnership_id uuid not null references partnerships on delete cascade,
    org_id text not null,
    name text not null,
    kind text not null,
    legal_id text,
    proposer boolean not null,
    willing boolean,
    funding text not null,
    proposed_at timestamptz not null,
    primary key (partnership_id, org_id)
);

comment on table parties is 'The present parties of every partnership, folded like partnerships.';

comment on column parties.proposed_at is 'That of the partnership, so that the partnerships of one party page by an index.';

create index parties_org on parties (org_id, proposed_at desc, partnership_id desc);

-- migrate: rollback
