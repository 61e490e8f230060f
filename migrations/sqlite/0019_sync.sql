-- The night's comparison with the housing system, and more of what it tells.
alter table homes add column tenure text not null default '';
alter table homes add column start_day text not null default '';
alter table homes add column end_day text not null default '';
alter table homes add column county text not null default '';
alter table homes add column attributes text not null default '{}';
-- What was last told of the tenancy, in short: whatever is told again costs nothing.
alter table homes add column told text not null default '';

-- Everybody with a part in a tenancy, whether they have an account here or not.
create table tenancy_parties (
    tenancy_id text not null references homes (tenancy_id) on delete cascade,
    person_id text not null,
    name text not null,
    role text not null,
    from_day text,
    until_day text,
    primary key (tenancy_id, person_id)
);

-- Who the housing system says a customer is. `seen_in` is the last comparison that told of them, `unseen` how many of
-- everybody in a row did not: hidden there is not deleted here.
create table housing_people (
    customer_id text not null primary key references customers (id) on delete cascade,
    reference text not null,
    forenames text not null,
    surname text not null,
    is_deceased boolean not null,
    seen_at bigint,
    seen_in text not null,
    unseen bigint not null
);
create index housing_people_unseen on housing_people (customer_id) where unseen >= 3;
create index customers_by_person_id on customers (person_id);

create table housing_contact_methods (
    customer_id text not null references customers (id) on delete cascade,
    position bigint not null,
    kind text not null,
    value text not null,
    is_main boolean not null,
    until_day text,
    primary key (customer_id, position)
);

create table housing_cases (
    customer_id text not null references customers (id) on delete cascade,
    case_id text not null,
    reference text not null,
    kind text not null,
    subject text not null,
    status text not null,
    is_on_hold boolean not null,
    created_at bigint not null,
    closed_at bigint,
    primary key (customer_id, case_id)
);

-- One comparison with the housing system. `place` is where the next page begins; it moves in the transaction that stores
-- the page, so that a killed node loses nothing and doubles nothing. `leases` tells a node that overslept its lease.
create table housing_syncs (
    id text not null primary key,
    night text unique,
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
    finished_at bigint
);
create unique index housing_syncs_running on housing_syncs (state) where state = 'running';
create index housing_syncs_by_time on housing_syncs (started_at);

-- The landlord's own lists: kept for a day.
create table housing_lists (
    kind text not null primary key,
    entries text not null,
    fetched_at bigint not null,
    tried_at bigint not null
);

-- Log-ins whose number a vendor limits: one for all nodes. `leased_until` is set while a node logs in.
create table shared_tokens (
    key text not null primary key,
    sealed text not null,
    version bigint not null,
    renew_at bigint not null,
    leased_until bigint not null
);
create table shared_token_users (
    key text not null,
    node text not null,
    seen_at bigint not null,
    primary key (key, node)
);
