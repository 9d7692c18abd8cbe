-- What if (情景): edits of a city that somebody keeps, each version of them, and what came out when last worked out.

create table scenarios (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  -- The newest in scenario_versions.
  version integer not null default 1 constraint scenarios_version check (version >= 1),
  -- Of the newest version: the answer, and the state of the city that it is of. Null until it has been worked out.
  result jsonb,
  base jsonb constraint scenarios_base check (jsonb_typeof(base) = 'object'),
  computed_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint scenarios_computed check (num_nulls(result, base, computed_at) in (0, 3))
);

create table scenario_versions (
  city text collate "C" not null,
  scenario text collate "C" not null,
  version integer not null,
  name text not null constraint scenario_versions_name check (name <> ''),
  note text,
  edits jsonb not null constraint scenario_versions_edits check (jsonb_typeof(edits) = 'object'),
  by text not null constraint scenario_versions_by check (by <> ''),
  at timestamptz(3) not null default now(),
  primary key (city, scenario, version),
  constraint scenario_versions_scenario foreign key (city, scenario) references scenarios (city, id) on delete cascade
);
