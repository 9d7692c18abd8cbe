-- Circles (生活圈) as somebody drew them, and what people say of them with evidence.

create table circles (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  -- 'hand', or the file it came from; source_ref is its key there.
  source text collate "C" not null constraint circles_source check (source <> ''),
  source_ref text collate "C",
  name text not null constraint circles_name check (name <> ''),
  kind text not null constraint circles_kind check (kind in ('15min', 'elderly', 'childcare', 'fitness', 'parcel', 'other')),
  boundary geometry(Geometry, 4326) not null,
  -- Sides whose words somebody wrote: {"east": {"text": "…", "boundaryVersion": 3}}
  bounds_edits jsonb not null default '{}' constraint circles_bounds check (jsonb_typeof(bounds_edits) = 'object'),
  -- What attachment 5 asks and no data tells.
  details jsonb constraint circles_details check (jsonb_typeof(details) = 'object'),
  -- Categories that must be there (所在地确定的必备业态); null: any.
  required_basic text[],
  note text,
  version integer not null default 1 constraint circles_version check (version >= 1),
  -- The version in which the boundary became what it is.
  boundary_version integer not null default 1,
  by text not null constraint circles_by check (by <> ''),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint circles_source_key unique (city, source, source_ref)
);

create table circle_files (
  city text collate "C" not null,
  id text collate "C" not null,
  circle text collate "C" not null,
  name text not null constraint circle_files_name check (name <> ''),
  media_type text not null constraint circle_files_media_type check (media_type <> ''),
  bytes integer not null,
  sha256 text not null,
  data bytea not null,
  by text not null,
  at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint circle_files_circle foreign key (city, circle) references circles (city, id) on delete cascade
);

create index circle_files_by_circle on circle_files (city, circle);

-- What a person found out. A measure has one value at a time; what it took the place of stays.
create table circle_evidence (
  city text collate "C" not null,
  id text collate "C" not null,
  circle text collate "C" not null,
  measure text collate "C" not null constraint circle_evidence_measure check (measure <> ''),
  value jsonb not null,
  text text,
  -- The day it was so.
  date date,
  file text collate "C",
  by text not null,
  at timestamptz(3) not null default now(),
  -- When something else took its place, or it was withdrawn.
  ended_at timestamptz(3),
  ended_by text,
  primary key (city, id),
  constraint circle_evidence_circle foreign key (city, circle) references circles (city, id) on delete cascade,
  constraint circle_evidence_file foreign key (city, file) references circle_files (city, id),
  constraint circle_evidence_ended check (num_nulls(ended_at, ended_by) in (0, 2))
);

create unique index circle_evidence_now on circle_evidence (city, circle, measure) where ended_at is null;
