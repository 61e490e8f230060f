-- The night's comparison with the housing system, and more of what it tells.
alter table homes add column tenure text collate "C" not null default '';
alter table homes add column start_day text collate "C" not null default '';
alter table homes add column end_day text collate "C" not null default '';
alter table homes add column county text collate "C" not null default '';
alter table homes add column attributes text collate "C" not null default '{}';
-- What was last told of the tenancy, in short: whatever is told again costs nothing.
alter table homes add column told text collate "C" not null default '';

-- Everybody with a part in a tenancy, whether they have an account here or not.
create table tenancy_parties (
    tenancy_id text collate "C" not null references homes (tenancy_id) on delete cascade,
    person_id text collate "C" not null,
    name text collate "C" not null,
    role text collate "C" not null,
    from_day text collate "C",
    until_day text collate "C",
    primary key (tenancy_id, person_id)
);

-- Who the housing system says a customer is. `seen_in` is the last comparison that told of them, `unseen` how many of
-- everybody in a row did not: hidden there is not deleted here.
create table housing_people (
    customer_id text collate "C" not null primary key references customers (id) on delete cascade,
    reference text collate "C" not null,
    forenames text collate "C" not null,
    surname text collate "C" not null,
    is_deceased boolean not null,
    seen_at bigint,
    seen_in text collate "C" not null,
    unseen bigint not null
);
create index housing_people_unseen on housing_people (customer_id) where unseen >= 3;
create index customers_by_person_id on customers (person_id);

create table housing_contact_methods (
    customer_id text collate "C" not null references customers (id) on delete cascade,
    position bigint not null,
    kind text collate "C" not null,
    value text collate "C" not null,
    is_main boolean not null,
    until_day text collate "C",
    primary key (customer_id, position)
);

create table housing_cases (
    customer_id text collate "C" not null references customers (id) on delete cascade,
    case_id text collate "C" not null,
    reference text collate "C" not null,
    kind text collate "C" not null,
    subject text collate "C" not null,
    status text collate "C" not null,
    is_on_hold boolean not null,
    created_at bigint not null,
    closed_at bigint,
    primary key (customer_id, case_id)
);

-- One comparison with the housing system. `place` is where the next page begins; it moves in the transaction that stores
-- the page, so that a killed node loses nothing and doubles nothing. `leases` tells a node that overslept its lease.
create table housing_syncs (
    id text collate "C" not null primary key,
    night text collate "C" unique,
    of_everybody boolean not null,
    state text collate "C" not null,
    since bigint,
    place text collate "C",
    pages bigint not null,
    told bigint not null,
    changed bigint not null,
    restarts bigint not null,
    failures bigint not null,
    trouble text collate "C" not null,
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
    kind text collate "C" not null primary key,
    entries text collate "C" not null,
    fetched_at bigint not null,
    tried_at bigint not null
);

-- Log-ins whose number a vendor limits: one for all nodes. `leased_until` is set while a node logs in.
create table shared_tokens (
    key text collate "C" not null primary key,
    sealed text collate "C" not null,
    version bigint not null,
    renew_at bigint not null,
    leased_until bigint not null
);
create table shared_token_users (
    key text collate "C" not null,
    node text collate "C" not null,
    seen_at bigint not null,
    primary key (key, node)
);
