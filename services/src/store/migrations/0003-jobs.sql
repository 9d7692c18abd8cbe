-- Work that takes longer than an answer may: who asked for what, how far it is, and what came of it.
create table jobs (
  id text collate "C" primary key,
  kind text collate "C" not null constraint jobs_kind check (kind <> ''),
  city text collate "C" references cities on delete cascade,
  state text not null constraint jobs_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
  actor text not null constraint jobs_actor check (actor <> ''),
  input jsonb not null,
  step text,
  fraction double precision constraint jobs_fraction check (fraction between 0 and 1),
  result jsonb,
  error text,
  created_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  constraint jobs_ended check ((ended_at is null) = (state in ('queued', 'running')))
);

create index jobs_by_city on jobs (city, created_at);
create index jobs_by_state on jobs (state) where state in ('queued', 'running');
