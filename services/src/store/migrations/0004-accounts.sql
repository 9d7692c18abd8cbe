-- Who may change what, who is logged in, machines' keys, and what was done. No password and no token is kept in clear.

create table accounts (
  id text collate "C" primary key,
  login text collate "C" not null unique constraint accounts_login check (login ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
  name text not null constraint accounts_name check (name <> ''),
  -- null until an invitation is taken up.
  password text,
  roles text[] not null constraint accounts_roles check (
    roles <@ array['steward', 'planner', 'bureau', 'admin'] and cardinality(roles) > 0
  ),
  -- null: all cities.
  cities text[] collate "C",
  disabled boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  password_at timestamptz(3)
);

create table sessions (
  token_hash text collate "C" primary key,
  account text collate "C" not null references accounts on delete cascade,
  created_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);

create index sessions_by_account on sessions (account);

create table api_keys (
  id text collate "C" primary key,
  key_hash text collate "C" not null unique,
  account text collate "C" not null references accounts on delete cascade,
  name text not null constraint api_keys_name check (name <> ''),
  roles text[] not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  revoked_at timestamptz(3)
);

create table invitations (
  token_hash text collate "C" primary key,
  account text collate "C" not null references accounts on delete cascade,
  expires_at timestamptz(3) not null
);

-- Rows are only ever added.
create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz(3) not null default now(),
  actor text not null constraint audit_actor check (actor <> ''),
  action text not null constraint audit_action check (action <> ''),
  city text collate "C",
  subject text,
  detail jsonb
);

create index audit_by_city on audit (city, seq);
