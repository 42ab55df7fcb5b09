-- org_id comes first in every key, so that a sharded PostgreSQL can spread orgs.

create table orgs (
  org_id text primary key check (length(org_id) = 18),
  name text,
  login_url text not null,
  instance_url text not null,
  environment text not null check (environment in ('production', 'sandbox', 'loopback')),
  paired_at timestamptz,
  paired_by text,
  -- A cut-off of the whole org raises it: every grant with a lower epoch is refused from that commit on.
  epoch bigint not null default 1,
  -- What the last refresh of any grant showed: does the app registration rotate refresh tokens?
  rotation text not null default 'unknown' check (rotation in ('unknown', 'on', 'off')),
  rotation_seen_at timestamptz,
  created_at timestamptz not null default now()
);

-- Data keys of the vault, wrapped by the key provider. org_id is an org's id, or 'service' for what belongs to no org yet.
create table data_keys (
  org_id text not null,
  key_id text not null,
  -- null once destroyed: everything sealed with it is unreadable for ever.
  wrapped bytea,
  provider text not null,
  -- Which key of the provider wrapped it.
  wrapping_key text not null,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (org_id, key_id),
  check ((wrapped is null) = (destroyed_at is not null))
);
create unique index data_keys_one_active on data_keys (org_id) where active;

-- Keys that Apex signs assertions with (HS256).
create table org_keys (
  org_id text not null references orgs on delete cascade,
  key_id text not null,
  secret bytea not null,
  created_at timestamptz not null default now(),
  -- Assertions signed with it are accepted until then; null = the current key.
  retired_at timestamptz,
  primary key (org_id, key_id)
);

create table grants (
  org_id text not null references orgs on delete cascade,
  user_id text not null check (length(user_id) = 18),
  status text not null check (status in ('connected', 'reconnect_required', 'revoked')),
  -- Stable code of why it is not connected; null while connected.
  reason text,
  status_since timestamptz not null default now(),
  username text,
  display_name text,
  -- Rises with every set of tokens; part of the associated data of both frames, and the fence of every save.
  version bigint not null,
  -- The org's epoch at the login; the grant is refused as soon as the org's is higher.
  epoch bigint not null,
  refresh_token bytea,
  access_token bytea,
  instance_url text not null,
  connected_at timestamptz not null,
  refreshed_at timestamptz not null,
  last_used_at timestamptz,
  -- Next refresh for its own sake (30-day idle limit), or daily re-check of an inactive user; null = never.
  keep_alive_at timestamptz,
  -- The one refresher of all replicas.
  lease_owner uuid,
  lease_until timestamptz,
  -- Set before a refresh request may leave, cleared with its outcome. Set without a live lease = outcome unknown.
  refresh_intent_at timestamptz,
  -- Back-off after a failure that did not end the grant.
  failures int not null default 0,
  last_failure text,
  retry_at timestamptz,
  primary key (org_id, user_id),
  check (status <> 'connected' or (refresh_token is not null and reason is null))
);
create index grants_keep_alive on grants (keep_alive_at) where keep_alive_at is not null;

-- Refresh tokens that must die at Salesforce: of disconnected or replaced grants, and answers that came too late.
create table discarded_tokens (
  org_id text not null references orgs on delete cascade,
  id uuid not null default gen_random_uuid(),
  user_id text not null,
  -- Version in the associated data of the frame.
  version bigint not null,
  refresh_token bytea not null,
  login_url text not null,
  why text not null,
  created_at timestamptz not null default now(),
  attempts int not null default 0,
  due_at timestamptz not null default now(),
  last_failure text,
  primary key (org_id, id)
);
create index discarded_tokens_due on discarded_tokens (due_at);

-- Logins under way. The state itself and the browser's secret are kept as hashes only.
create table oauth_states (
  state_hash bytea primary key,
  browser_hash bytea not null,
  -- Sealed with the service's data key.
  code_verifier bytea not null,
  intent text not null check (intent in ('pair', 'connect')),
  login_url text not null,
  -- Whose assertion opened the login; null while pairing, when the login itself tells.
  org_id text,
  user_id text,
  expires_at timestamptz not null
);
create index oauth_states_expiry on oauth_states (expires_at);

-- Assertions that were spent on a write.
create table assertion_jtis (
  org_id text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (org_id, jti)
);
create index assertion_jtis_expiry on assertion_jtis (expires_at);
