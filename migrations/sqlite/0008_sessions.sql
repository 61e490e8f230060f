-- A remembered device by the name that it has on screen, what it calls itself, and when it was last signed in on.
alter table portal_devices add column id text not null default '';
alter table portal_devices add column agent text not null default '';
alter table portal_devices add column used_at bigint not null default 0;
update portal_devices
set id = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6))), used_at = created_at;
create unique index portal_devices_by_id on portal_devices (id) where id <> '';

alter table console_devices add column id text not null default '';
alter table console_devices add column agent text not null default '';
alter table console_devices add column used_at bigint not null default 0;
update console_devices
set id = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6))), used_at = created_at;
create unique index console_devices_by_id on console_devices (id) where id <> '';

-- The remembered device that a session is on, if it is on one.
alter table portal_sessions add column device_id text not null default '';
alter table console_sessions add column device_id text not null default '';
