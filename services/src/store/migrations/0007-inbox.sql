-- What residents say: reports that wait for a steward, their photos, ratings. Nothing here tells who said it.

-- The last number given out; outlives the city, so that no number is given twice. Its row is locked to add anything.
create table inbox_numbers (
  city text collate "C" primary key,
  last_number bigint not null
);

create table reports (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  kind text not null constraint reports_kind check (kind in ('new', 'closed', 'moved', 'wrong')),
  -- The outlet it is about, which may be gone by now.
  outlet text collate "C",
  lng double precision constraint reports_lng check (lng between -180 and 180),
  lat double precision constraint reports_lat check (lat between -90 and 90),
  category text collate "C",
  -- As names are compared; '' where none was given.
  folded_name text not null,
  state text not null default 'open' constraint reports_state check (state in ('open', 'accepted', 'rejected')),
  -- How many people said so, as far as that can be told.
  said integer not null default 1 constraint reports_said check (said >= 1),
  first_at timestamptz(3) not null default now(),
  last_at timestamptz(3) not null default now(),
  decided_by text constraint reports_decided_by check (decided_by <> ''),
  decided_at timestamptz(3),
  -- To those who reported it.
  answer text,
  -- The outlet that was added or changed, or that it turned out to be.
  result text collate "C",
  -- Whether the outlet was changed on account of it.
  changed boolean not null default false,
  primary key (city, id),
  constraint reports_place check (num_nulls(lng, lat) in (0, 2) and (outlet is not null or lng is not null)),
  constraint reports_decided check (
    num_nulls(decided_by, decided_at) = (case when state = 'open' then 2 else 0 end)
  )
);

create index reports_by_state on reports (city, state, id);
create index reports_by_place on reports (city, kind, lat) where state = 'open';

-- One row for each time that somebody said it.
create table report_sayings (
  city text collate "C" not null,
  report text collate "C" not null,
  number integer not null,
  at timestamptz(3) not null default now(),
  -- Of the tracking code; the code itself is with whoever reported.
  code_hash text collate "C" not null constraint report_sayings_code unique,
  lng double precision,
  lat double precision,
  category text collate "C",
  repair_kind text collate "C",
  name text,
  note text,
  since date,
  flags text[] not null,
  primary key (city, report, number),
  constraint report_sayings_report foreign key (city, report) references reports (city, id) on delete cascade
);

create table report_photos (
  city text collate "C" not null,
  report text collate "C" not null,
  -- Of the saying that it came with.
  number integer not null,
  width integer not null,
  height integer not null,
  -- JPEG without metadata.
  large bytea not null,
  small bytea not null,
  sha256 text not null,
  primary key (city, report, number),
  constraint report_photos_saying foreign key (city, report, number) references report_sayings (city, report, number) on delete cascade
);

-- Photos that a steward made public.
create table outlet_photos (
  city text collate "C" not null,
  outlet text collate "C" not null,
  report text collate "C" not null,
  number integer not null,
  primary key (city, outlet),
  constraint outlet_photos_photo foreign key (city, report, number) references report_photos (city, report, number) on delete cascade
);

create index outlet_photos_by_report on outlet_photos (city, report, number);

create table ratings (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  outlet text collate "C" not null,
  stars smallint not null constraint ratings_stars check (stars between 1 and 5),
  comment text constraint ratings_comment check (comment <> ''),
  flags text[] not null,
  -- pending: the stars count, the comment waits; shown: both are seen; silent: the stars count, the comment is not
  -- shown; hidden: neither counts.
  state text not null constraint ratings_state check (state in ('pending', 'shown', 'silent', 'hidden')),
  at timestamptz(3) not null default now(),
  code_hash text collate "C" not null constraint ratings_code unique,
  moderated_by text constraint ratings_moderated_by check (moderated_by <> ''),
  moderated_at timestamptz(3),
  primary key (city, id)
);

create index ratings_by_outlet on ratings (city, outlet);
create index ratings_by_state on ratings (city, state, id);

-- How often something was done of late, by keys that say nothing about a person once the day's salt is gone.
create table inbox_counts (
  key text collate "C" primary key,
  count integer not null,
  ends_at timestamptz(3) not null
);

create index inbox_counts_by_end on inbox_counts (ends_at);

create table inbox_salts (
  day date primary key,
  salt bytea not null
);
