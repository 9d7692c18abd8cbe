-- What is asked of staged rows while a person looks through them.

-- The key that the row names, whether or not it may have it.
alter table import_rows add column source_ref text collate "C";
-- Of the draft, as the tables of outlets, residences and areas keep it: tells what a commit would change.
alter table import_rows add column content_hash text;

create index import_rows_by_ref on import_rows (city, import_id, source_ref) where source_ref is not null;
