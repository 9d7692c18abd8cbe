-- Projects (附件6 项目清单): what is to be built, how far it is, what it was to bring and what it brought.

create table projects (
  city text collate "C" not null references cities on delete cascade,
  id text collate "C" not null,
  name text not null constraint projects_name check (name <> ''),
  -- The circle may be gone by now; the list stays.
  circle text collate "C",
  community text,
  category text collate "C" not null,
  -- Only of small repair.
  kind text collate "C",
  content text,
  site_name text,
  -- Of the spare sites.
  site_id text collate "C",
  lng double precision constraint projects_lng check (lng between -180 and 180),
  lat double precision constraint projects_lat check (lat between -90 and 90),
  responsible_unit text,
  investment_note text,
  cost_note text,
  deadline date,
  state text not null constraint projects_state check (state in ('proposed', 'accepted', 'underway', 'opened', 'dropped')),
  -- What siting promised: {"households": 810, "people": null, "ringMinutes": 10}
  forecast jsonb constraint projects_forecast check (jsonb_typeof(forecast) = 'object'),
  -- The outlet that it became.
  outlet text collate "C",
  -- The siting job and which of its sites, where it came from one.
  job text collate "C",
  job_order integer,
  version integer not null default 1 constraint projects_version check (version >= 1),
  by text not null constraint projects_by check (by <> ''),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (city, id),
  constraint projects_job unique (city, job, job_order),
  constraint projects_place check (num_nulls(lng, lat) in (0, 2))
);

create index projects_by_circle on projects (city, circle);

-- Which states it went through.
create table project_states (
  city text collate "C" not null,
  project text collate "C" not null,
  number integer not null,
  at timestamptz(3) not null default now(),
  state text not null,
  note text,
  by text not null,
  primary key (city, project, number),
  constraint project_states_project foreign key (city, project) references projects (city, id) on delete cascade
);
