-- Connections to outside systems. Every save is a row; the newest version of a slot counts. `secrets` is sealed by the
-- vault. `found` is what the system itself has on offer, such as its companies.
create table connections (
    slot text not null,
    mode text not null,
    version bigint not null,
    vendor text not null,
    settings text not null,
    secrets text not null,
    goes_to text not null,
    enabled boolean not null,
    complete boolean not null,
    found text not null,
    saved_at bigint not null,
    saved_by text not null,
    primary key (slot, mode, version)
);

-- The last answer and the last fault of each connection, whichever node had them.
create table integration_health (
    slot text not null,
    mode text not null,
    success_at bigint not null,
    success_version bigint not null,
    error_at bigint not null,
    error_version bigint not null,
    error_kind text not null,
    error_code text not null,
    primary key (slot, mode)
);

-- Calls of each minute, of all nodes together.
create table integration_minutes (
    slot text not null,
    mode text not null,
    minute bigint not null,
    calls bigint not null,
    faults bigint not null,
    total_ms bigint not null,
    slowest_ms bigint not null,
    primary key (slot, mode, minute)
);
create index integration_minutes_by_minute on integration_minutes (minute);
