-- Who at an OpenID Connect provider which account belongs to. The provider tells people apart by issuer and subject alone.
create table identities (
  issuer text collate "C" not null,
  subject text collate "C" not null,
  account text collate "C" not null references accounts on delete cascade,
  -- The account was made for this person, and its rights are what the provider says at each login.
  governed boolean not null,
  created_at timestamptz(3) not null default now(),
  primary key (issuer, subject)
);

create index identities_by_account on identities (account);
