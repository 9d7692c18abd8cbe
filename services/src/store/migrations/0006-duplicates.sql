-- Pairs of outlets that look like one shop, and what people said of them.

create table duplicate_pairs (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  -- Ids of outlets, which may be gone by now: merged, or dropped by their source.
  a text collate "C" not null,
  b text collate "C" not null,
  score double precision not null constraint duplicate_pairs_score check (score between 0 and 1),
  meters double precision not null constraint duplicate_pairs_meters check (meters >= 0),
  reasons jsonb not null,
  proposed_at timestamptz(3) not null default now(),
  decision text constraint duplicate_pairs_decision check (decision in ('same', 'different', 'skip')),
  decided_by text constraint duplicate_pairs_decided_by check (decided_by <> ''),
  decided_at timestamptz(3),
  -- Of a pair found to be the same: the outlet that was kept, and the former ids that came along with the other.
  kept text collate "C",
  brought text[] collate "C",
  -- What was known of both when it was decided: a pair that has changed since may be proposed again.
  decided_on jsonb,
  primary key (city, id),
  constraint duplicate_pairs_once unique (city, a, b),
  constraint duplicate_pairs_order check (a < b),
  constraint duplicate_pairs_decided check (
    num_nulls(decision, decided_by, decided_at) in (0, 3) and (kept is not null) = (decision is not distinct from 'same')
  )
);

create index duplicate_pairs_open on duplicate_pairs (city, score desc, id) where decision is null;
create index duplicate_pairs_by_b on duplicate_pairs (city, b);

-- How far each city has been searched: the last change of an outlet that was taken into account, and by which rules.
create table duplicate_searches (
  city text collate "C" primary key references cities on delete cascade,
  last_seq bigint not null,
  rules integer not null,
  searched_at timestamptz(3) not null default now()
);
