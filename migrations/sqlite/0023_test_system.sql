-- Live or test (product I7). Accounts, invitations, wishes for accounts, letters, messages and deliveries carry the mode in
-- which they were made; what the housing system tells is kept for each mode apart. Tenancies, rent accounts and repairs of
-- the test system are told apart by their ids as well (`domain::integrations::Mode::mark`).
alter table customers add column mode text not null default 'live';
alter table registrations add column mode text not null default 'live';
alter table letters add column mode text not null default 'live';
alter table messages add column mode text not null default 'live';
alter table customer_tenancies add column mode text not null default 'live';
alter table repair_drafts add column mode text not null default 'live';

alter table invites add column mode text not null default 'live';
drop index invites_open;
create unique index invites_open on invites (mode, email) where used_at is null and cancelled_at is null;

-- Empty for work that calls nobody outside.
alter table outbox add column mode text not null default 'live';
update outbox
set mode = ''
where kind in ('remove-photo', 'check-audit');

alter table repairs add column mode text not null default 'live';
drop index repairs_received;
create index repairs_received on repairs (mode, received_at desc, id desc) where received_at is not null;

create table housing_freshness_of_modes (
    mode text not null,
    customer_id text not null references customers (id) on delete cascade,
    resource text not null,
    synced_at bigint not null,
    primary key (customer_id, mode, resource)
);
insert into housing_freshness_of_modes (mode, customer_id, resource, synced_at)
select 'live', customer_id, resource, synced_at
from housing_freshness;
drop table housing_freshness;
alter table housing_freshness_of_modes rename to housing_freshness;

create table housing_people_of_modes (
    mode text not null,
    customer_id text not null references customers (id) on delete cascade,
    reference text not null,
    forenames text not null,
    surname text not null,
    is_deceased boolean not null,
    seen_at bigint,
    seen_in text not null,
    unseen bigint not null,
    primary key (customer_id, mode)
);
insert into housing_people_of_modes
    (mode, customer_id, reference, forenames, surname, is_deceased, seen_at, seen_in, unseen)
select 'live', customer_id, reference, forenames, surname, is_deceased, seen_at, seen_in, unseen
from housing_people;
drop table housing_people;
alter table housing_people_of_modes rename to housing_people;
create index housing_people_unseen on housing_people (mode, customer_id) where unseen >= 3;

create table housing_contact_methods_of_modes (
    mode text not null,
    customer_id text not null references customers (id) on delete cascade,
    position bigint not null,
    kind text not null,
    value text not null,
    is_main boolean not null,
    until_day text,
    primary key (customer_id, mode, position)
);
insert into housing_contact_methods_of_modes (mode, customer_id, position, kind, value, is_main, until_day)
select 'live', customer_id, position, kind, value, is_main, until_day
from housing_contact_methods;
drop table housing_contact_methods;
alter table housing_contact_methods_of_modes rename to housing_contact_methods;

create table housing_cases_of_modes (
    mode text not null,
    customer_id text not null references customers (id) on delete cascade,
    case_id text not null,
    reference text not null,
    kind text not null,
    subject text not null,
    status text not null,
    is_on_hold boolean not null,
    created_at bigint not null,
    closed_at bigint,
    primary key (customer_id, mode, case_id)
);
insert into housing_cases_of_modes
    (mode, customer_id, case_id, reference, kind, subject, status, is_on_hold, created_at, closed_at)
select 'live', customer_id, case_id, reference, kind, subject, status, is_on_hold, created_at, closed_at
from housing_cases;
drop table housing_cases;
alter table housing_cases_of_modes rename to housing_cases;

create table housing_lists_of_modes (
    mode text not null,
    kind text not null,
    entries text not null,
    fetched_at bigint not null,
    tried_at bigint not null,
    primary key (mode, kind)
);
insert into housing_lists_of_modes (mode, kind, entries, fetched_at, tried_at)
select 'live', kind, entries, fetched_at, tried_at
from housing_lists;
drop table housing_lists;
alter table housing_lists_of_modes rename to housing_lists;

create table housing_syncs_of_modes (
    mode text not null,
    id text not null primary key,
    night text,
    of_everybody boolean not null,
    state text not null,
    since bigint,
    place text,
    pages bigint not null,
    told bigint not null,
    changed bigint not null,
    restarts bigint not null,
    failures bigint not null,
    trouble text not null,
    run_after bigint not null,
    lease_until bigint not null,
    leases bigint not null,
    started_at bigint not null,
    finished_at bigint,
    unique (mode, night)
);
insert into housing_syncs_of_modes (mode, id, night, of_everybody, state, since, place, pages, told, changed, restarts,
    failures, trouble, run_after, lease_until, leases, started_at, finished_at)
select 'live', id, night, of_everybody, state, since, place, pages, told, changed, restarts,
    failures, trouble, run_after, lease_until, leases, started_at, finished_at
from housing_syncs;
drop table housing_syncs;
alter table housing_syncs_of_modes rename to housing_syncs;
create unique index housing_syncs_running on housing_syncs (mode) where state = 'running';
create index housing_syncs_by_time on housing_syncs (mode, started_at);
