-- Live or test (product I7). Accounts, invitations, wishes for accounts, letters, messages and deliveries carry the mode in
-- which they were made; what the housing system tells is kept for each mode apart. Tenancies, rent accounts and repairs of
-- the test system are told apart by their ids as well (`domain::integrations::Mode::mark`).
alter table customers add column mode text collate "C" not null default 'live';
alter table registrations add column mode text collate "C" not null default 'live';
alter table letters add column mode text collate "C" not null default 'live';
alter table messages add column mode text collate "C" not null default 'live';
alter table customer_tenancies add column mode text collate "C" not null default 'live';
alter table repair_drafts add column mode text collate "C" not null default 'live';

alter table invites add column mode text collate "C" not null default 'live';
drop index invites_open;
create unique index invites_open on invites (mode, email) where used_at is null and cancelled_at is null;

-- Empty for work that calls nobody outside.
alter table outbox add column mode text collate "C" not null default 'live';
update outbox
set mode = ''
where kind in ('remove-photo', 'check-audit');

alter table repairs add column mode text collate "C" not null default 'live';
drop index repairs_received;
create index repairs_received on repairs (mode, received_at desc, id desc) where received_at is not null;

alter table housing_freshness
    add column mode text collate "C" not null default 'live',
    drop constraint housing_freshness_pkey,
    add primary key (customer_id, mode, resource);
alter table housing_freshness alter column mode drop default;

alter table housing_people
    add column mode text collate "C" not null default 'live',
    drop constraint housing_people_pkey,
    add primary key (customer_id, mode);
alter table housing_people alter column mode drop default;
drop index housing_people_unseen;
create index housing_people_unseen on housing_people (mode, customer_id) where unseen >= 3;

alter table housing_contact_methods
    add column mode text collate "C" not null default 'live',
    drop constraint housing_contact_methods_pkey,
    add primary key (customer_id, mode, position);
alter table housing_contact_methods alter column mode drop default;

alter table housing_cases
    add column mode text collate "C" not null default 'live',
    drop constraint housing_cases_pkey,
    add primary key (customer_id, mode, case_id);
alter table housing_cases alter column mode drop default;

alter table housing_lists
    add column mode text collate "C" not null default 'live',
    drop constraint housing_lists_pkey,
    add primary key (mode, kind);
alter table housing_lists alter column mode drop default;

alter table housing_syncs
    add column mode text collate "C" not null default 'live',
    drop constraint housing_syncs_night_key,
    add unique (mode, night);
alter table housing_syncs alter column mode drop default;
drop index housing_syncs_running;
create unique index housing_syncs_running on housing_syncs (mode) where state = 'running';
drop index housing_syncs_by_time;
create index housing_syncs_by_time on housing_syncs (mode, started_at);
