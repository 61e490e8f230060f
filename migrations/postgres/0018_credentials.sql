-- Credentials for outside systems. `sealed_secret` is sealed by the vault. `wanted` and `granted` are names of rights,
-- separated by spaces. Each change gives a new `version`, so that what was begun before it is recognised as old.
create table credentials (
    id text collate "C" not null primary key,
    version text collate "C" not null,
    name text collate "C" not null,
    kind text collate "C" not null,
    method text collate "C" not null,
    tenant text collate "C" not null,
    client text collate "C" not null,
    sealed_secret text collate "C" not null,
    secret_expires text collate "C" not null,
    wanted text collate "C" not null,
    granted text collate "C" not null,
    is_off boolean not null,
    failure text collate "C" not null,
    checked_at bigint not null,
    changed_at bigint not null
);
create unique index credentials_by_name on credentials (lower(name));

-- Tokens that all nodes share, sealed by the vault; and the lease of the node that fetches the next one.
create table credential_tokens (
    id text collate "C" not null primary key,
    credential_id text collate "C" not null references credentials (id) on delete cascade,
    scope text collate "C" not null,
    version text collate "C" not null,
    sealed_token text collate "C" not null,
    obtained_at bigint not null,
    renew_at bigint not null,
    usable_until bigint not null,
    lease text collate "C" not null,
    lease_until bigint not null,
    unique (credential_id, scope)
);

-- Journeys to Microsoft's consent page and back: bound to a session and a browser; whoever deletes the row has used it.
create table consent_attempts (
    state_hash bytea not null primary key,
    browser_hash bytea not null,
    credential_id text collate "C" not null references credentials (id) on delete cascade,
    version text collate "C" not null,
    staff_id text collate "C" not null references staff (id) on delete cascade,
    session text collate "C" not null,
    in_popup boolean not null,
    expires_at bigint not null
);
create index consent_attempts_by_end on consent_attempts (expires_at);

-- Warnings before the end of a secret that were sent: each once.
create table credential_warnings (
    credential_id text collate "C" not null references credentials (id) on delete cascade,
    secret_expires text collate "C" not null,
    days bigint not null,
    primary key (credential_id, secret_expires, days)
);
