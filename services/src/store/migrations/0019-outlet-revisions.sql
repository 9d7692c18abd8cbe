-- How many of a city's revisions changed nothing but outlets: as long as the others are as many, homes and areas are as they were.
alter table revisions add column outlet_revisions bigint not null default 0;
