create table customers (
    id text not null primary key,
    email text not null unique,
    password_hash text not null,
    name text not null,
    person_id text not null,
    language text not null,
    created_at bigint not null,
    disabled_at bigint
);

create table staff (
    id text not null primary key,
    email text not null unique,
    password_hash text not null,
    name text not null,
    role text not null,
    created_at bigint not null,
    disabled_at bigint
);

-- Two planes: the same shapes, never the same rows. `stage` is `half` until the second factor is given.
create table portal_sessions (
    token_hash blob not null primary key,
    account_id text not null references customers (id) on delete cascade,
    stage text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    ends_at bigint not null
);
create index portal_sessions_by_account on portal_sessions (account_id);

create table console_sessions (
    token_hash blob not null primary key,
    account_id text not null references staff (id) on delete cascade,
    stage text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    ends_at bigint not null
);
create index console_sessions_by_account on console_sessions (account_id);

-- Devices on which the emailed code is not asked for again.
create table portal_devices (
    token_hash blob not null primary key,
    account_id text not null references customers (id) on delete cascade,
    created_at bigint not null
);
create index portal_devices_by_account on portal_devices (account_id);

create table console_devices (
    token_hash blob not null primary key,
    account_id text not null references staff (id) on delete cascade,
    created_at bigint not null
);
create index console_devices_by_account on console_devices (account_id);

-- The newest emailed code of a half session; tries are spent before the comparison.
create table portal_codes (
    session_hash blob not null primary key references portal_sessions (token_hash) on delete cascade,
    account_id text not null references customers (id) on delete cascade,
    code_hash blob not null,
    tries_left bigint not null,
    sent_at bigint not null,
    expires_at bigint not null
);
create index portal_codes_by_account on portal_codes (account_id);

create table console_codes (
    session_hash blob not null primary key references console_sessions (token_hash) on delete cascade,
    account_id text not null references staff (id) on delete cascade,
    code_hash blob not null,
    tries_left bigint not null,
    sent_at bigint not null,
    expires_at bigint not null
);
create index console_codes_by_account on console_codes (account_id);

-- Counters of failures and of sent codes; shared by all nodes, kept over restarts.
create table throttles (
    key text not null primary key,
    hits bigint not null,
    window_ends_at bigint not null,
    blocked_until bigint not null
);

-- One-time answers to a form: a notice, or what was typed and what is wrong with it. Bound to a browser.
create table flashes (
    browser_hash blob not null,
    path text not null,
    account_id text not null,
    payload text not null,
    expires_at bigint not null,
    primary key (browser_hash, path)
);
