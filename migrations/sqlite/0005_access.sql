-- How each session was proved and from where, for the list of sessions. `id` is the name of a session on screen: the token
-- and its hash never leave the server.
alter table portal_sessions add column id text not null default '';
alter table portal_sessions add column factor text not null default '';
alter table portal_sessions add column proved_at bigint not null default 0;
alter table portal_sessions add column address text not null default '';
alter table portal_sessions add column agent text not null default '';
-- Set while a member of staff sees the portal as this customer.
alter table portal_sessions add column viewer_id text references staff (id) on delete cascade;
create unique index portal_sessions_by_id on portal_sessions (id) where id <> '';

alter table console_sessions add column id text not null default '';
alter table console_sessions add column factor text not null default '';
alter table console_sessions add column proved_at bigint not null default 0;
alter table console_sessions add column address text not null default '';
alter table console_sessions add column agent text not null default '';
create unique index console_sessions_by_id on console_sessions (id) where id <> '';

-- Until then money, documents and contact details are closed: the password was reset by email alone (SEC-A14).
alter table customers add column limited_until bigint;

-- `name` is what we call somebody, the first name.
alter table customers add column last_name text not null default '';

-- Roles that a landlord made. `staff.role` is the name of a built-in role or the id of one of these.
create table roles (
    id text not null primary key,
    name text not null unique,
    permissions text not null,
    updated_at bigint not null
);
