-- Outlines of compounds come in as an import too.
alter table imports drop constraint imports_what;
alter table imports add constraint imports_what check (what in ('outlets', 'residences', 'boundaries', 'sites', 'compounds'));
