-- Copies of the landlord's record. Absent there is not deleted here.
create table homes (
    tenancy_id text not null primary key,
    reference text not null,
    asset_id text not null,
    address text not null,
    updated_at bigint not null
);

create table customer_tenancies (
    customer_id text not null references customers (id) on delete cascade,
    tenancy_id text not null references homes (tenancy_id),
    role text not null,
    is_main boolean not null,
    seen_at bigint not null,
    primary key (customer_id, tenancy_id)
);

create table rent_accounts (
    id text not null primary key,
    tenancy_id text not null references homes (tenancy_id),
    reference text not null,
    kind text not null,
    balance_pence bigint not null,
    next_charge_day text,
    next_charge_pence bigint,
    position bigint not null,
    updated_at bigint not null
);
create index rent_accounts_by_tenancy on rent_accounts (tenancy_id, position);

-- When each kind of copy was last made for a customer.
create table housing_freshness (
    customer_id text not null references customers (id) on delete cascade,
    resource text not null,
    synced_at bigint not null,
    primary key (customer_id, resource)
);
