-- Bearer tokens of identity providers for /scim/v2, kept as SHA-256; a token names its org.
create table scim_tokens (
  org_id text not null,
  id uuid not null default gen_random_uuid(),
  token_hash bytea not null unique,
  created_by text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id)
);

-- Users as the identity provider knows them; only their being active matters here.
create table scim_users (
  org_id text not null,
  id uuid not null default gen_random_uuid(),
  user_name text not null,
  external_id text,
  email text,
  display_name text,
  active boolean not null,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (org_id, id)
);
create unique index scim_users_by_name on scim_users (org_id, lower(user_name));
create index scim_users_by_external_id on scim_users (org_id, external_id);

-- Transmitters of security events that an org trusts (Shared Signals).
create table event_issuers (
  org_id text not null,
  issuer text not null,
  audience text not null,
  jwks jsonb,
  jwks_uri text,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (org_id, issuer),
  check ((jwks is null) <> (jwks_uri is null))
);
create index event_issuers_by_issuer on event_issuers (issuer);

-- Events already acted on: a token that is pushed again is acknowledged and does nothing.
create table security_events (
  org_id text not null,
  issuer text not null,
  jti text not null,
  received_at timestamptz not null default now(),
  primary key (org_id, issuer, jti)
);
