-- A deleted user is gone for the identity provider (404, name free again), but stays barred from connecting.
alter table scim_users add column deleted_at timestamptz;
drop index scim_users_by_name;
create unique index scim_users_by_name on scim_users (org_id, lower(user_name)) where deleted_at is null;
