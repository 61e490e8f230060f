-- Credentials for outside systems. `sealed_secret` is sealed by the vault. `wanted` and `granted` are names of rights,
-- separated by spaces. Each change gives a new `version`, so that what was begun before it is recognised as old.
create table credentials (
    id text not null primary key,
    version text not null,
    name text not null,
    kind text not null,
    method text not null,
    tenant text not null,
    client text not null,
    sealed_secret text not null,
    secret_expires text not null,
    wanted text not null,
    granted text not null,
    is_off boolean not null,
    failure text not null,
    checked_at bigint not null,
    changed_at bigint not null
);
create unique index credentials_by_name on credentials (lower(name));

-- Tokens that all nodes share, sealed by the vault; and the lease of the node that fetches the next one.
create table credential_tokens (
    id text not null primary key,
    credential_id text not null references credentials (id) on delete cascade,
    scope text not null,
    version text not null,
    sealed_token text not null,
    obtained_at bigint not null,
    renew_at bigint not null,
    usable_until bigint not null,
    lease text not null,
    lease_until bigint not null,
    unique (credential_id, scope)
);

-- Journeys to Microsoft's consent page and back: bound to a session and a browser; whoever deletes the row has used it.
create table consent_attempts (
    state_hash blob not null primary key,
    browser_hash blob not null,
    credential_id text not null references credentials (id) on delete cascade,
    version text not null,
    staff_id text not null references staff (id) on delete cascade,
    session text not null,
    in_popup boolean not null,
    expires_at bigint not null
);
create index consent_attempts_by_end on consent_attempts (expires_at);

-- Warnings before the end of a secret that were sent: each once.
create table credential_warnings (
    credential_id text not null references credentials (id) on delete cascade,
    secret_expires text not null,
    days bigint not null,
    primary key (credential_id, secret_expires, days)
);
