-- The landlord's application in Microsoft Entra ID: 'draft' is what is being set up, 'live' is what staff sign in with.
-- `secret` is sealed by the vault. Each save gives a new `version`; only the one that passed a real sign-in is put live.
create table sso_registrations (
    kind text not null primary key,
    version text not null,
    tenant text not null,
    client text not null,
    secret text not null,
    secret_expires text not null,
    domains text not null,
    strong boolean not null,
    passed_version text not null,
    failure text not null,
    changed_at bigint not null
);

-- Sign-ins that are on their way to Microsoft and back. Bound to a browser by a cookie; whoever deletes the row has used
-- it. `sealed` holds the nonce and the code verifier.
create table sso_attempts (
    state_hash blob not null primary key,
    browser_hash blob not null,
    purpose text not null,
    staff_id text references staff (id) on delete cascade,
    version text not null,
    sealed text not null,
    next text not null,
    expires_at bigint not null
);
create index sso_attempts_by_end on sso_attempts (expires_at);

-- Who is who: Microsoft's own ids for the tenant and the person, which never change.
create table staff_sso (
    staff_id text not null primary key references staff (id) on delete cascade,
    tenant text not null,
    object text not null,
    linked_at bigint not null,
    unique (tenant, object)
);
