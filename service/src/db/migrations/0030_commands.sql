-- What a rep said and what came of it. A command belongs to one user of one org; nobody else sees it.
create table commands (
  org_id text not null,
  id uuid not null,
  user_id text not null,
  text text not null,
  time_zone text not null,
  context jsonb not null,
  created_at timestamptz not null default now(),
  -- Outcome of planning; a clarification's dialogue included. Never shown as it is.
  outcome jsonb not null,
  -- What the panel shows of the outcome, formatted once, in the rep's zone and the org's currency.
  shown jsonb not null,
  -- The policy that the plan was made under: where notes go, how long undo lasts.
  policy jsonb not null,
  status text not null,
  preview_until timestamptz,
  -- Counts the runs of the job. Only the holder of the newest number may write checkpoints.
  run integer not null default 0,
  cancel_requested boolean not null default false,
  -- Why a running command waits: { code, message, actions }.
  paused jsonb,
  paused_since timestamptz,
  finished_at timestamptz,
  undo_until timestamptz,
  primary key (org_id, id)
);
create index commands_of_user on commands (org_id, user_id, created_at desc);
create index commands_paused on commands (org_id, user_id) where paused is not null;

-- One row per record that a command changes (phase do) or takes back (phase undo): the checkpoints, then the receipt.
create table command_records (
  org_id text not null,
  command_id uuid not null,
  phase text not null check (phase in ('do', 'undo')),
  n integer not null,
  step jsonb not null,
  -- pending: nothing sent. sent: a request that may have changed it is out. done: the outcome is known.
  state text not null default 'pending' check (state in ('pending', 'sent', 'done')),
  sent_at timestamptz,
  attempts integer not null default 0,
  -- Values right before the write, of the fields written.
  base jsonb,
  -- Ids and values that came of it: { id, linkId, accountId, contactId, opportunityId, text }.
  made jsonb,
  outcome text,
  reason text,
  next text,
  primary key (org_id, command_id, phase, n),
  foreign key (org_id, command_id) references commands (org_id, id) on delete cascade
);

create index command_records_made on command_records (org_id, (made ->> 'id')) where made ? 'id';

-- Bulk API jobs that a command has open, so that a restarted worker takes them up instead of sending the rows again.
create table command_bulk_jobs (
  org_id text not null,
  command_id uuid not null,
  phase text not null,
  -- Place of the first row that the job carries.
  n integer not null,
  job_id text not null,
  processed integer not null default 0,
  failed integer not null default 0,
  primary key (org_id, command_id, phase, n),
  foreign key (org_id, command_id) references commands (org_id, id) on delete cascade
);
