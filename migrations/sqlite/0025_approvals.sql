-- What takes two people (SEC-Z8). A request holds exactly what will be done, sealed, and is never changed but by its answer.
create table approvals (
    id text not null primary key,
    -- A kind of `domain::approvals`.
    kind text not null,
    -- What it is about, so that nobody asks twice at once.
    subject text not null,
    -- What will be done, and why somebody wants it.
    sealed text not null,
    asked_by text not null references staff (id),
    asked_at bigint not null,
    expires_at bigint not null,
    -- waiting, done, alone, refused, withdrawn, expired, failed
    state text not null,
    decided_by text references staff (id),
    decided_at bigint,
    -- Why it was refused.
    sealed_answer text not null default '',
    -- Why it could not be done.
    failure text not null default '',
    -- When whoever asked began to download the file that they were given.
    opened_at bigint
);
create unique index approvals_open on approvals (kind, subject) where state = 'waiting';
create index approvals_by_asker on approvals (asked_by, id);

-- A table that waits for a second person is kept until they have answered.
alter table invite_imports add column approval_id text not null default '';
