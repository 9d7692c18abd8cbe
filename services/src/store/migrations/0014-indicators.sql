-- Indicators that a district defines for itself; those of data/indicators.json are not kept here.

create table indicators (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null constraint indicators_id check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  definition jsonb not null constraint indicators_definition check (jsonb_typeof(definition) = 'object'),
  version integer not null default 1 constraint indicators_version check (version >= 1),
  by text not null constraint indicators_by check (by <> ''),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (city, id)
);
