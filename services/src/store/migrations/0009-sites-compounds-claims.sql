-- Spare sites, compounds with their gates, how a city's households are estimated, and claims as they were on any day.

create table sites (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  source text collate "C" not null constraint sites_source check (source <> ''),
  source_ref text collate "C",
  import_id text collate "C",
  -- As its source says it is.
  draft jsonb not null constraint sites_draft check (jsonb_typeof(draft) = 'object'),
  -- Fields that somebody set by hand: they stand above the draft, and stay when the source comes again.
  edits jsonb not null default '{}' constraint sites_edits check (jsonb_typeof(edits) = 'object'),
  edited_at timestamptz(3),
  content_hash text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint sites_source_key unique (city, source, source_ref),
  constraint sites_import foreign key (city, import_id) references imports (city, id)
);

create table compounds (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  source text collate "C" not null constraint compounds_source check (source <> ''),
  source_ref text collate "C",
  import_id text collate "C",
  draft jsonb not null constraint compounds_draft check (jsonb_typeof(draft) = 'object'),
  content_hash text not null,
  primary key (city, id),
  constraint compounds_source_key unique (city, source, source_ref),
  constraint compounds_import foreign key (city, import_id) references imports (city, id)
);

-- Figures of the household estimate that differ from the standard ones; see intake/osm/households.ts.
alter table cities add column estimate jsonb not null default '{}' constraint cities_estimate check (jsonb_typeof(estimate) = 'object');

-- The floor area that households were estimated from, so that they can be estimated anew; null where they were not.
alter table residences add column floor_square_meters double precision constraint residences_floor check (floor_square_meters >= 0);

-- Rows are only ever added, or taken away with the import that brought them. What a source vouches for on a day is, of
-- its rows in force by then, the one added last; before the first of them nobody knows.
create table claim_history (
  city text collate "C" not null references cities on delete cascade,
  source text collate "C" not null constraint claim_history_source check (source <> ''),
  seq bigint generated always as identity,
  at timestamptz(3) not null default now(),
  -- '-infinity': since always.
  since date not null,
  -- [{category, area, asOf}]
  claims jsonb not null constraint claim_history_claims check (jsonb_typeof(claims) = 'array'),
  primary key (city, source, seq)
);

insert into claim_history (city, source, since, claims)
select c.city, c.source,
  coalesce(
    max(left(c.as_of, 10)::date),
    (
      select max(i.committed_at)::date from imports i
      where i.city = c.city and i.source = c.source and i.what = 'outlets' and i.state = 'committed'
    ),
    (select created_at::date from cities where id = c.city)
  ),
  jsonb_agg(jsonb_build_object('category', c.category, 'area', nullif(c.area, ''), 'asOf', c.as_of)
    order by c.category, c.area)
from claims c group by c.city, c.source;
