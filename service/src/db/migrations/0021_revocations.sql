-- One act of revocation in one org. `everyone` makes one row per org under a shared id.
-- No reference to orgs or grants: receipts outlive both.
create table revocations (
  org_id text not null,
  id uuid not null,
  scope text not null check (scope in ('user', 'org', 'everyone')),
  user_id text,
  reason text not null,
  trigger text not null check (trigger in ('rep', 'admin', 'operator', 'package', 'scim', 'shared-signals')),
  requested_by jsonb not null,
  cut_off_at timestamptz not null,
  completed_at timestamptz,
  primary key (org_id, id),
  check ((scope = 'user') = (user_id is not null))
);
create index revocations_by_id on revocations (id);
create index revocations_recent on revocations (org_id, cut_off_at desc);

-- What became of each grant. The sealed token is kept until Salesforce confirms that it is dead.
create table revoked_grants (
  org_id text not null,
  revocation_id uuid not null,
  user_id text not null,
  username text,
  display_name text,
  login_url text not null,
  refresh_token bytea,
  version bigint not null,
  -- A refresh was in flight at the cut-off: its answer may bring one more token until then, so nothing is confirmed earlier.
  in_flight_until timestamptz,
  revoked_at timestamptz,
  confirmed_at timestamptz,
  attempts int not null default 0,
  failure text,
  due_at timestamptz not null,
  primary key (org_id, revocation_id, user_id),
  foreign key (org_id, revocation_id) references revocations on delete cascade
);
create index revoked_grants_due on revoked_grants (org_id, revocation_id, due_at) where confirmed_at is null;
