-- 满意度: what residents answer about a circle. Nothing here tells who answered, nor when on the day.

create table surveys (
  city text collate "C" not null,
  circle text collate "C" not null,
  -- Whether anybody may answer who has no link.
  open_to_all boolean not null default false,
  -- No more answers are taken.
  closed boolean not null default false,
  version integer not null constraint surveys_version check (version >= 1),
  by text not null constraint surveys_by check (by <> ''),
  updated_at timestamptz(3) not null default now(),
  primary key (city, circle),
  constraint surveys_circle foreign key (city, circle) references circles (city, id) on delete cascade
);

-- Links that were given out together, such as for one compound.
create table survey_batches (
  city text collate "C" not null,
  id text collate "C" not null,
  circle text collate "C" not null,
  label text not null constraint survey_batches_label check (label <> ''),
  by text not null constraint survey_batches_by check (by <> ''),
  created_at timestamptz(3) not null default now(),
  -- Those that were not used until then are good for nothing any more.
  ended_at timestamptz(3),
  primary key (city, id),
  constraint survey_batches_circle foreign key (city, circle) references circles (city, id) on delete cascade
);

create index survey_batches_by_circle on survey_batches (city, circle);

create table survey_tokens (
  token_hash text collate "C" primary key,
  city text collate "C" not null,
  batch text collate "C" not null,
  -- Whether, not when: an answer cannot be told from its link.
  used boolean not null default false,
  constraint survey_tokens_batch foreign key (city, batch) references survey_batches (city, id) on delete cascade
);

create index survey_tokens_by_batch on survey_tokens (city, batch);

create table survey_responses (
  city text collate "C" not null,
  -- Random, so that the order in which answers came cannot be told.
  id text collate "C" not null,
  circle text collate "C" not null,
  day date not null,
  origin text not null constraint survey_responses_origin check (origin in ('link', 'open', 'paper')),
  -- The file that paper answers came in.
  source text constraint survey_responses_source check ((source is not null) = (origin = 'paper')),
  answers jsonb not null constraint survey_responses_answers check (jsonb_typeof(answers) = 'object'),
  primary key (city, id),
  constraint survey_responses_circle foreign key (city, circle) references circles (city, id) on delete cascade
);

create index survey_responses_by_circle on survey_responses (city, circle, day, id);
create index survey_responses_by_source on survey_responses (city, source) where source is not null;
