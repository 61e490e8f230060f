-- `name` is first and last name together, as it is shown and kept in histories.
alter table staff add column first_name text not null default '';
alter table staff add column last_name text not null default '';
-- Signs in with the landlord's own directory only: has no password here and gets no reset mail (SEC-D6).
alter table staff add column sso_only boolean not null default false;
-- When the newest invitation was sent; nothing for those who need none.
alter table staff add column invited_at bigint;
alter table staff add column last_sign_in_at bigint;
alter table staff add column changed_at bigint not null default 0;
-- The row stays for the histories that name it; everything that lets somebody in is gone.
alter table staff add column deleted_at bigint;
create index staff_by_name on staff (name, id) where deleted_at is null;
create index staff_by_role on staff (role) where deleted_at is null;
