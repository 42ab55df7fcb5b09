-- What happened, append-only and hash-chained per org: hash = sha256(previous hash || body).
-- The body is kept as the very text that was hashed; the other columns are read from it.
create table audit_events (
  org_id text not null,
  n bigint not null,
  body text not null,
  hash bytea not null,
  at timestamptz not null,
  action text generated always as ((body::jsonb) ->> 'action') stored,
  actor_id text generated always as ((body::jsonb) #>> '{actor,id}') stored,
  target text generated always as ((body::jsonb) ->> 'target') stored,
  outcome text generated always as ((body::jsonb) ->> 'outcome') stored,
  primary key (org_id, n)
);
create index audit_events_by_actor on audit_events (org_id, actor_id, n desc);
create index audit_events_by_target on audit_events (org_id, target, n desc);

-- The end of each chain; its row lock orders the writers of one org.
create table audit_heads (
  org_id text primary key,
  n bigint not null,
  hash bytea not null
);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_events is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function audit_refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function audit_refuse_change();

create function audit_append(org text, event_at timestamptz, event_body text) returns bigint language plpgsql as $$
declare
  head audit_heads%rowtype;
  next_hash bytea;
begin
  insert into audit_heads (org_id, n, hash) values (org, 0, sha256(convert_to(org, 'UTF8'))) on conflict do nothing;
  select * into head from audit_heads where org_id = org for update;
  next_hash := sha256(head.hash || convert_to(event_body, 'UTF8'));
  insert into audit_events (org_id, n, body, hash, at) values (org, head.n + 1, event_body, next_hash, event_at);
  update audit_heads set n = head.n + 1, hash = next_hash where org_id = org;
  return head.n + 1;
end $$;
