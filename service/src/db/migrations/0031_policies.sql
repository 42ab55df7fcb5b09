-- What commands may write in an org. Every version is kept; the newest is in force.
create table policies (
  org_id text not null,
  version integer not null,
  policy jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null default now(),
  primary key (org_id, version)
);
