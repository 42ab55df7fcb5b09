-- A cut-off of a whole org is one row, the org's epoch. Its grants move to the receipt afterwards, in batches.
alter table revocations
  -- Epoch that the cut-off ended: the grants of that epoch are on this receipt. null: of one user, whose line came with the cut-off.
  add column ended_epoch bigint,
  -- Grants that the cut-off ended; exact, also before they are listed.
  add column grants integer not null default 0,
  -- Every grant up to this user id is on the receipt.
  add column listed_to text not null default '',
  -- All are; null while grants are still to be moved.
  add column listed_at timestamptz;
update revocations r
   set listed_at = cut_off_at,
       grants = (select count(*) from revoked_grants g where g.org_id = r.org_id and g.revocation_id = r.id);
create index revocations_unlisted on revocations (org_id) where listed_at is null;

-- Work goes through what is open in order of user id.
drop index revoked_grants_due;
create index revoked_grants_open on revoked_grants (org_id, revocation_id, user_id) where confirmed_at is null;
-- Lines are written by their revocation alone and neither is ever deleted; checking that for each line costs as much as the line.
alter table revoked_grants drop constraint revoked_grants_org_id_revocation_id_fkey;
