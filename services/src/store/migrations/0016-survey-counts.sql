-- A survey is held again after some years: then only the answers since a day count.
alter table surveys add column since date;

-- How many gave which answer, so that nobody has to read all answers to know a share. Follows survey_responses.
create table survey_counts (
  city text collate "C" not null,
  circle text collate "C" not null,
  day date not null,
  -- '' and '' for all who answered.
  question text collate "C" not null,
  answer text collate "C" not null,
  count integer not null constraint survey_counts_count check (count >= 0),
  primary key (city, circle, day, question, answer),
  constraint survey_counts_circle foreign key (city, circle) references circles (city, id) on delete cascade
);

insert into survey_counts (city, circle, day, question, answer, count)
select city, circle, day, question, answer, count(*) from (
  select city, circle, day, '' as question, '' as answer from survey_responses
  union all
  select city, circle, day, question, answers ->> question
  from survey_responses, unnest(array['basicEnough', 'qualityEnough', 'convenient', 'experience', 'smart', 'orderly', 'harmonious']) as q (question)
  where answers ? question
) as one
group by city, circle, day, question, answer;
