-- What is found out about staged rows beyond judging them, and decided before they are taken in.

-- Cells that the reader of the file could not read: matters again when the row is judged again.
alter table import_rows add column faults jsonb;
-- Where the row's address lies: what was asked, the place taken, and the candidates that a person may choose from.
alter table import_rows add column place jsonb;

-- Rows that look like an outlet of another source, or like another row of the same table.
create table import_pairs (
  city text collate "C" not null,
  import_id text collate "C" not null,
  id integer not null,
  row_number integer not null,
  other_row integer,
  outlet text collate "C",
  score double precision not null constraint import_pairs_score check (score between 0 and 1),
  meters double precision not null constraint import_pairs_meters check (meters >= 0),
  reasons jsonb not null,
  decision text constraint import_pairs_decision check (decision in ('same', 'different')),
  decided_by text constraint import_pairs_decided_by check (decided_by <> ''),
  decided_at timestamptz(3),
  primary key (city, import_id, id),
  constraint import_pairs_import foreign key (city, import_id) references imports (city, id) on delete cascade,
  constraint import_pairs_other check (num_nonnulls(other_row, outlet) = 1 and other_row > row_number is not false),
  constraint import_pairs_decided check (num_nulls(decision, decided_by, decided_at) in (0, 3))
);

create unique index import_pairs_once
  on import_pairs (city, import_id, row_number, coalesce(other_row, 0), coalesce(outlet, ''));
create index import_pairs_by_other on import_pairs (city, import_id, other_row) where other_row is not null;
create index import_pairs_by_score on import_pairs (city, import_id, score desc, id);

-- The import whose commit took the decision: undoing it takes that back as well.
alter table duplicate_pairs add column import_id text collate "C";

-- A geocoder has told the place of the home: other addresses are not to be found by it.
alter table residences add column geocoded boolean not null default false;
