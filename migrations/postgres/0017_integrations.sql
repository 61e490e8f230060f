-- Connections to outside systems. Every save is a row; the newest version of a slot counts. `secrets` is sealed by the
-- vault. `found` is what the system itself has on offer, such as its companies.
create table connections (
    slot text collate "C" not null,
    mode text collate "C" not null,
    version bigint not null,
    vendor text collate "C" not null,
    settings text collate "C" not null,
    secrets text collate "C" not null,
    goes_to text collate "C" not null,
    enabled boolean not null,
    complete boolean not null,
    found text collate "C" not null,
    saved_at bigint not null,
    saved_by text collate "C" not null,
    primary key (slot, mode, version)
);

-- The last answer and the last fault of each connection, whichever node had them.
create table integration_health (
    slot text collate "C" not null,
    mode text collate "C" not null,
    success_at bigint not null,
    success_version bigint not null,
    error_at bigint not null,
    error_version bigint not null,
    error_kind text collate "C" not null,
    error_code text collate "C" not null,
    primary key (slot, mode)
);

-- Calls of each minute, of all nodes together.
create table integration_minutes (
    slot text collate "C" not null,
    mode text collate "C" not null,
    minute bigint not null,
    calls bigint not null,
    faults bigint not null,
    total_ms bigint not null,
    slowest_ms bigint not null,
    primary key (slot, mode, minute)
);
create index integration_minutes_by_minute on integration_minutes (minute);
