-- A statement ends at a semicolon that ends its line. The same SQL runs on PGlite and on PostgreSQL 15 or later.
-- Ids and other keys compare by bytes (collate "C"), so that order and paging are alike whatever the server's locale.

create extension if not exists postgis;

create table cities (
  id text collate "C" primary key constraint cities_id check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name_zh text not null constraint cities_name check (name_zh <> ''),
  name_en text not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  fictional boolean not null,
  osm_date text constraint cities_osm_date check (osm_date ~ '^\d{4}-\d{2}-\d{2}(T\S+)?$'),
  network_version text,
  attribution text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint cities_bbox check (
    west >= -180 and east <= 180 and south >= -90 and north <= 90 and west < east and south < north
  )
);

-- Outlives its city: neither a revision nor an id comes back when a city is removed and added again.
create table revisions (
  city text collate "C" primary key,
  revision bigint not null,
  last_number bigint not null
);

create table imports (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  what text not null constraint imports_what check (what in ('outlets', 'residences', 'boundaries')),
  source text not null constraint imports_source check (source <> ''),
  file_name text not null,
  encoding text,
  crs text,
  rows_read integer not null,
  rows_accepted integer not null,
  rows_rejected integer not null,
  as_of text constraint imports_as_of check (as_of ~ '^\d{4}-\d{2}-\d{2}(T\S+)?$'),
  committed_at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint imports_rows check (rows_read >= 0 and rows_accepted >= 0 and rows_rejected >= 0)
);

create table areas (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  source text collate "C" not null constraint areas_source check (source <> ''),
  source_ref text collate "C",
  import_id text collate "C",
  level text not null constraint areas_level check (level in ('district', 'street', 'community')),
  name text not null constraint areas_name check (name <> ''),
  name_en text,
  geometry geometry(MultiPolygon, 4326) not null,
  content_hash text not null,
  primary key (city, id),
  constraint areas_source_key unique (city, source, source_ref),
  constraint areas_import foreign key (city, import_id) references imports (city, id)
);

create index areas_geometry on areas using gist (geometry);

create table outlets (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  source text collate "C" not null constraint outlets_source check (source <> ''),
  source_ref text collate "C",
  import_id text collate "C",
  name text not null,
  location geometry(Point, 4326) not null,
  original_x double precision,
  original_y double precision,
  original_crs text,
  address text,
  phone text,
  opening_hours text,
  opening_hours_text text,
  status text not null constraint outlets_status check (status in ('open', 'closed', 'planned')),
  opened_on date,
  closed_on date,
  attributes jsonb not null constraint outlets_attributes check (jsonb_typeof(attributes) = 'object'),
  -- Name, address, their pinyin and initials in lower case, one per line; see search-text.ts.
  search text not null,
  content_hash text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint outlets_source_key unique (city, source, source_ref),
  constraint outlets_import foreign key (city, import_id) references imports (city, id),
  constraint outlets_dates check (closed_on >= opened_on),
  constraint outlets_original check (num_nulls(original_x, original_y, original_crs) in (0, 3)),
  constraint outlets_location check (
    ST_X(location) between -180 and 180 and ST_Y(location) between -90 and 90
  )
);

create index outlets_location_index on outlets using gist (location);
create index outlets_updated_at on outlets (city, updated_at);

create table outlet_services (
  city text collate "C" not null,
  outlet text collate "C" not null,
  position smallint not null,
  category text collate "C" not null constraint outlet_services_category check (category <> ''),
  kind text collate "C" constraint outlet_services_kind check (kind <> ''),
  primary key (city, outlet, position),
  constraint outlet_services_outlet foreign key (city, outlet) references outlets (city, id) on delete cascade
);

create index outlet_services_by_category on outlet_services (city, category, kind, outlet);

create table residences (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  source text collate "C" not null constraint residences_source check (source <> ''),
  source_ref text collate "C",
  import_id text collate "C",
  name text,
  address text,
  compound text,
  location geometry(Point, 4326) not null,
  footprint geometry(Geometry, 4326) constraint residences_footprint check (
    GeometryType(footprint) in ('POLYGON', 'MULTIPOLYGON')
  ),
  levels double precision constraint residences_levels check (levels >= 0),
  households integer not null constraint residences_households check (households >= 0),
  households_estimated boolean not null,
  people integer constraint residences_people check (people >= 0),
  elderly_share double precision constraint residences_elderly_share check (elderly_share between 0 and 1),
  child_share double precision constraint residences_child_share check (child_share between 0 and 1),
  district text collate "C",
  street text collate "C",
  community text collate "C",
  search text not null,
  content_hash text not null,
  primary key (city, id),
  constraint residences_source_key unique (city, source, source_ref),
  constraint residences_import foreign key (city, import_id) references imports (city, id),
  constraint residences_district foreign key (city, district) references areas (city, id),
  constraint residences_street foreign key (city, street) references areas (city, id),
  constraint residences_community foreign key (city, community) references areas (city, id),
  constraint residences_location check (
    ST_X(location) between -180 and 180 and ST_Y(location) between -90 and 90
  )
);

create index residences_location_index on residences using gist (location);
create index residences_by_district on residences (city, district);
create index residences_by_street on residences (city, street);
create index residences_by_community on residences (city, community);

create table claims (
  city text collate "C" not null references cities on delete cascade,
  source text collate "C" not null constraint claims_source check (source <> ''),
  category text collate "C" not null constraint claims_category check (category <> ''),
  as_of text constraint claims_as_of check (as_of ~ '^\d{4}-\d{2}-\d{2}(T\S+)?$'),
  primary key (city, source, category)
);

create table artifacts (
  city text collate "C" not null references cities on delete cascade,
  kind text collate "C" not null constraint artifacts_kind check (kind <> ''),
  version text collate "C" not null constraint artifacts_version check (version <> ''),
  bytes bigint not null constraint artifacts_bytes check (bytes >= 0),
  parts integer not null constraint artifacts_parts check (parts >= 0),
  sha256 text not null,
  created_at timestamptz(3) not null default now(),
  primary key (city, kind, version)
);

create table artifact_parts (
  city text collate "C" not null,
  kind text collate "C" not null,
  version text collate "C" not null,
  part integer not null,
  data bytea not null,
  primary key (city, kind, version, part),
  foreign key (city, kind, version) references artifacts on delete cascade
);

-- Already compressed or dense numbers: trying to compress them again only costs time.
alter table artifact_parts alter column data set storage external;

-- Nothing is searched by these shapes, and gathering statistics on polygons takes longer than writing them.
alter table residences alter column footprint set statistics 0;
alter table areas alter column geometry set statistics 0;
