-- Settings of the landlord, one row each; values are JSON.
create table settings (
    key text not null primary key,
    value text not null,
    updated_at bigint not null
);

-- What happened, by whom: written in the transaction of the change itself.
create table audit (
    id text not null primary key,
    at bigint not null,
    actor_kind text not null,
    actor_id text not null,
    event text not null,
    subject text not null,
    detail text not null
);
create index audit_by_subject on audit (subject, id);

-- Work for outside systems: written with the change, delivered after commit (at least once; `key` makes it once there).
create table outbox (
    id text not null primary key,
    kind text not null,
    subject text not null,
    payload text not null,
    key text not null unique,
    state text not null,
    attempts bigint not null,
    run_after bigint not null,
    lease_until bigint not null,
    last_error text not null,
    created_at bigint not null,
    give_up_at bigint not null,
    finished_at bigint
);
create index outbox_due on outbox (state, run_after);
create index outbox_undone on outbox (kind, created_at) where state <> 'done';
create index outbox_by_subject on outbox (subject, created_at);
