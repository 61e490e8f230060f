-- Settings of the landlord, one row each; values are JSON.
create table settings (
    key text collate "C" not null primary key,
    value text collate "C" not null,
    updated_at bigint not null
);

-- What happened, by whom: written in the transaction of the change itself.
create table audit (
    id text collate "C" not null primary key,
    at bigint not null,
    actor_kind text collate "C" not null,
    actor_id text collate "C" not null,
    event text collate "C" not null,
    subject text collate "C" not null,
    detail text collate "C" not null
);
create index audit_by_subject on audit (subject, id);

-- Work for outside systems: written with the change, delivered after commit (at least once; `key` makes it once there).
create table outbox (
    id text collate "C" not null primary key,
    kind text collate "C" not null,
    subject text collate "C" not null,
    payload text collate "C" not null,
    key text collate "C" not null unique,
    state text collate "C" not null,
    attempts bigint not null,
    run_after bigint not null,
    lease_until bigint not null,
    last_error text collate "C" not null,
    created_at bigint not null,
    give_up_at bigint not null,
    finished_at bigint
);
create index outbox_due on outbox (state, run_after);
create index outbox_undone on outbox (kind, created_at) where state <> 'done';
create index outbox_by_subject on outbox (subject, created_at);
