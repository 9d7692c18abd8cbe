-- What was known of an outlet and when, who changed it, and which sources speak for it; imports that wait for a person.

-- An outlet that more than one source speaks for, or that somebody edited by hand, has its records here, the leading one
-- first; the row in outlets is what follows from them. An outlet with one record needs none: it is the row itself.
alter table outlets add column record_count smallint not null default 1 constraint outlets_record_count check (record_count >= 1);
alter table outlets add column provenance jsonb;

create table outlet_records (
  city text collate "C" not null,
  outlet text collate "C" not null,
  position smallint not null,
  source text collate "C" not null constraint outlet_records_source check (source <> ''),
  source_ref text collate "C",
  import_id text collate "C",
  -- The outlet's id before it was merged into this one.
  former_id text collate "C",
  -- All fields; of a record by hand only those that were changed.
  draft jsonb not null,
  content_hash text not null,
  recorded_at timestamptz(3) not null default now(),
  primary key (city, outlet, position),
  constraint outlet_records_outlet foreign key (city, outlet) references outlets (city, id) on delete cascade
);

create index outlet_records_by_source on outlet_records (city, source, source_ref);

-- Rows are only ever added. The state that holds on a day is, of the rows in force by then, the one added last.
create table outlet_history (
  city text collate "C" not null references cities on delete cascade,
  outlet text collate "C" not null,
  seq bigint generated always as identity,
  at timestamptz(3) not null default now(),
  effective_on date not null,
  actor text not null constraint outlet_history_actor check (actor <> ''),
  origin text not null constraint outlet_history_origin check (
    origin in ('import', 'osm', 'edit', 'report', 'merge', 'split', 'undo', 'before')
  ),
  origin_id text collate "C",
  change text not null constraint outlet_history_change check (
    change in ('added', 'changed', 'moved', 'reclassified', 'opened', 'closed', 'removed', 'corrected', 'restored')
  ),
  -- null: the outlet is not there from then on.
  state jsonb,
  primary key (city, outlet, seq)
);

create index outlet_history_by_origin on outlet_history (city, origin, origin_id);

-- What is there already begins its history as if known since always.
insert into outlet_history (city, outlet, effective_on, at, actor, origin, origin_id, change, state)
select o.city, o.id, '-infinity', o.created_at, 'system', 'before', o.import_id, 'added', jsonb_build_object(
  'sourceRef', o.source_ref, 'name', o.name,
  'services', (
    select jsonb_agg(jsonb_build_object('category', s.category, 'kind', s.kind) order by s.position)
    from outlet_services s where s.city = o.city and s.outlet = o.id
  ),
  'location', jsonb_build_array(ST_X(o.location), ST_Y(o.location)),
  'original', case when o.original_crs is null then null else
    jsonb_build_object('x', o.original_x, 'y', o.original_y, 'crs', o.original_crs) end,
  'address', o.address, 'phone', o.phone, 'openingHours', o.opening_hours, 'openingHoursText', o.opening_hours_text,
  'status', o.status, 'openedOn', o.opened_on::text, 'closedOn', o.closed_on::text, 'attributes', o.attributes,
  'source', o.source, 'importId', o.import_id
)
from outlets o order by o.city, o.id;

alter table imports alter column committed_at drop not null;
alter table imports add column created_at timestamptz(3) not null default now();
alter table imports add column state text not null default 'committed' constraint imports_state check (
  state in ('staged', 'committed', 'undone', 'discarded', 'broken')
);
alter table imports add column actor text not null default 'system' constraint imports_actor check (actor <> '');
alter table imports add column undone_at timestamptz(3);
-- How the file was read, and what the reading found: as the code that stages it keeps it.
alter table imports add column options jsonb;
alter table imports add column report jsonb;
alter table imports drop constraint imports_what;
alter table imports add constraint imports_what check (what in ('outlets', 'residences', 'boundaries', 'sites'));
alter table imports add constraint imports_committed check ((committed_at is null) = (state in ('staged', 'discarded', 'broken')));

create table import_rows (
  city text collate "C" not null,
  import_id text collate "C" not null,
  row_number integer not null,
  cells jsonb not null,
  -- Column or field → what a person put in its place.
  fixes jsonb,
  state text not null constraint import_rows_state check (state in ('ok', 'warning', 'bad', 'waiting', 'skipped')),
  problems jsonb,
  draft jsonb,
  primary key (city, import_id, row_number),
  constraint import_rows_import foreign key (city, import_id) references imports (city, id) on delete cascade
);

create index import_rows_by_state on import_rows (city, import_id, state, row_number);

-- What an import took the place of, where that has no history of its own; kept so that it can be undone.
create table import_before (
  city text collate "C" not null,
  import_id text collate "C" not null,
  part integer not null,
  what text not null,
  data jsonb not null,
  primary key (city, import_id, part),
  constraint import_before_import foreign key (city, import_id) references imports (city, id) on delete cascade
);

-- '' stands for the whole city; otherwise the id of the area that the claim is about.
alter table claims add column area text collate "C" not null default '';
alter table claims drop constraint claims_pkey;
alter table claims add primary key (city, source, category, area);
