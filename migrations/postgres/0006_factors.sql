-- Passkeys and authenticator apps, both planes alike. `secret` is sealed by the vault: the app's seed, or the passkey's
-- public key. `used` only grows: the app's last step, or the passkey's counter. `credential` is the passkey's own id.
create table portal_factors (
    id text collate "C" not null primary key,
    account_id text collate "C" not null references customers (id) on delete cascade,
    kind text collate "C" not null,
    name text collate "C" not null,
    secret text collate "C" not null,
    credential text collate "C" not null,
    used bigint not null,
    created_at bigint not null,
    last_used_at bigint
);
create index portal_factors_by_account on portal_factors (account_id, id);
create unique index portal_factors_by_credential on portal_factors (credential) where credential <> '';

create table console_factors (
    id text collate "C" not null primary key,
    account_id text collate "C" not null references staff (id) on delete cascade,
    kind text collate "C" not null,
    name text collate "C" not null,
    secret text collate "C" not null,
    credential text collate "C" not null,
    used bigint not null,
    created_at bigint not null,
    last_used_at bigint
);
create index console_factors_by_account on console_factors (account_id, id);
create unique index console_factors_by_credential on console_factors (credential) where credential <> '';

-- What is being set up and is shown until then, after a fresh proof alone: an app's seed, a set of codes.
create table portal_enrolments (
    account_id text collate "C" not null references customers (id) on delete cascade,
    kind text collate "C" not null,
    sealed text collate "C" not null,
    expires_at bigint not null,
    primary key (account_id, kind)
);

create table console_enrolments (
    account_id text collate "C" not null references staff (id) on delete cascade,
    kind text collate "C" not null,
    sealed text collate "C" not null,
    expires_at bigint not null,
    primary key (account_id, kind)
);

-- Recovery codes, each with its own slow hash; `number` is the code's first digit.
create table portal_recovery_codes (
    account_id text collate "C" not null references customers (id) on delete cascade,
    number bigint not null,
    code_hash text collate "C" not null,
    made_at bigint not null,
    used_at bigint,
    primary key (account_id, number)
);

create table console_recovery_codes (
    account_id text collate "C" not null references staff (id) on delete cascade,
    number bigint not null,
    code_hash text collate "C" not null,
    made_at bigint not null,
    used_at bigint,
    primary key (account_id, number)
);

-- Challenges that a passkey is to answer. Bound to a browser by a cookie; whoever deletes the row has used it.
create table passkey_challenges (
    browser_hash bytea not null primary key,
    plane text collate "C" not null,
    purpose text collate "C" not null,
    account_id text collate "C" not null,
    state text collate "C" not null,
    expires_at bigint not null
);

-- Tries of the second step that a half session has left; spent before anything is compared.
alter table portal_sessions add column tries_left bigint not null default 5;
alter table console_sessions add column tries_left bigint not null default 5;

-- Until then emailed codes are closed to those who hold an app or a passkey: the password was reset by email.
alter table customers add column email_codes_closed_until bigint;
