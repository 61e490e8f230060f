-- The landlord's application in Microsoft Entra ID: 'draft' is what is being set up, 'live' is what staff sign in with.
-- `secret` is sealed by the vault. Each save gives a new `version`; only the one that passed a real sign-in is put live.
create table sso_registrations (
    kind text collate "C" not null primary key,
    version text collate "C" not null,
    tenant text collate "C" not null,
    client text collate "C" not null,
    secret text collate "C" not null,
    secret_expires text collate "C" not null,
    domains text collate "C" not null,
    strong boolean not null,
    passed_version text collate "C" not null,
    failure text collate "C" not null,
    changed_at bigint not null
);

-- Sign-ins that are on their way to Microsoft and back. Bound to a browser by a cookie; whoever deletes the row has used
-- it. `sealed` holds the nonce and the code verifier.
create table sso_attempts (
    state_hash bytea not null primary key,
    browser_hash bytea not null,
    purpose text collate "C" not null,
    staff_id text collate "C" references staff (id) on delete cascade,
    version text collate "C" not null,
    sealed text collate "C" not null,
    next text collate "C" not null,
    expires_at bigint not null
);
create index sso_attempts_by_end on sso_attempts (expires_at);

-- Who is who: Microsoft's own ids for the tenant and the person, which never change.
create table staff_sso (
    staff_id text collate "C" not null primary key references staff (id) on delete cascade,
    tenant text collate "C" not null,
    object text collate "C" not null,
    linked_at bigint not null,
    unique (tenant, object)
);
