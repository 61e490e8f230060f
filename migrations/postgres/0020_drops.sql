-- The landlord's record as CSV files (docs/csv-1.md). Rows belong to one reading of one file, and 'drop_current' says which
-- readings are in use: they change together, so nobody ever sees half a set.
create table drop_sets (
    id text collate "C" not null primary key,
    mode text collate "C" not null,
    -- folder, upload
    source text collate "C" not null,
    -- check, take-over
    aim text collate "C" not null,
    -- waiting, reading, checked, taken, refused
    state text collate "C" not null,
    -- Of the manifest.
    digest text collate "C" not null,
    asked_by text collate "C" not null,
    created_at bigint not null,
    finished_at bigint,
    -- Which node reads it: a lease that ran out is taken over by another, and its number tells them apart.
    lease bigint not null default 0,
    lease_until bigint not null default 0
);
create unique index drop_sets_open on drop_sets (mode) where state in ('waiting', 'reading');
create index drop_sets_by_age on drop_sets (mode, created_at, id);

create table drop_files (
    set_id text collate "C" not null references drop_sets (id) on delete cascade,
    -- A file of the contract, or manifest.
    file text collate "C" not null,
    -- good, same, refused, contradicts
    state text collate "C" not null,
    row_count bigint not null,
    problems bigint not null,
    warnings bigint not null,
    sha256 text collate "C" not null,
    as_at text collate "C" not null,
    reading bigint,
    primary key (set_id, file)
);

-- What is wrong, without what stands in the cells.
create table drop_problems (
    set_id text collate "C" not null references drop_sets (id) on delete cascade,
    file text collate "C" not null,
    number bigint not null,
    line bigint not null,
    column_name text collate "C" not null,
    code text collate "C" not null,
    detail bigint not null,
    primary key (set_id, file, number)
);

create table drop_readings (
    reading bigint not null primary key,
    set_id text collate "C" not null,
    file text collate "C" not null
);

create table drop_rows (
    reading bigint not null,
    key text collate "C" not null,
    line bigint not null,
    -- What the row belongs to; a repair's 'other' is our reference, a person's and a tenancy's theirs as people type it.
    link text collate "C",
    other text collate "C",
    -- A surname, a postcode or the name of a list, folded.
    words text collate "C",
    at text collate "C",
    data text collate "C" not null,
    primary key (reading, key)
);
create index drop_rows_by_link on drop_rows (reading, link, at, key) where link is not null;
create index drop_rows_by_other on drop_rows (reading, other) where other is not null;
create index drop_rows_by_words on drop_rows (reading, words, at) where words is not null;

create table drop_current (
    mode text collate "C" not null,
    file text collate "C" not null,
    reading bigint not null,
    row_count bigint not null,
    sha256 text collate "C" not null,
    as_at text collate "C" not null,
    taken_at bigint not null,
    primary key (mode, file)
);

create table drop_counters (
    name text collate "C" not null primary key,
    value bigint not null
);
insert into drop_counters (name, value) values ('reading', 0), ('out-live', 0), ('out-test', 0);

-- Repairs written out for the landlord's system, each into one file.
create table drop_out (
    mode text collate "C" not null,
    external_ref text collate "C" not null,
    number bigint not null,
    tenancy_ref text collate "C" not null,
    data text collate "C" not null,
    created_at bigint not null,
    -- Since then its file is there, or only its last renaming is missing.
    written_at bigint,
    -- The landlord's system did not take it.
    rejected_at bigint,
    reason text collate "C" not null default '',
    primary key (mode, external_ref),
    unique (mode, number)
);
create index drop_out_by_tenancy on drop_out (mode, tenancy_ref);
