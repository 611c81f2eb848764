-- Lessons are looked for among all partnerships when a similar one is designed; and health is listed.
-- depends: 0004_policies

-- migrate: apply

create index ledger_lessons on ledger (recorded_at desc) where type = 'lesson.recorded';

alter table partnerships add column health text not null default 'unknown';
alter table partnerships add column engagement text not null default 'engaged';

create index partnerships_health on partnerships (health, proposed_at desc, id desc);

-- migrate: rollback
