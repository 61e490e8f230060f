-- Invited tenants. `mail_at` is when the next reminder is due; whoever moves it on sends that mail. The link's token is
-- sealed, so that a reminder carries the same link.
create table invites (
    id text collate "C" not null primary key,
    email text collate "C" not null,
    first_name text collate "C" not null,
    last_name text collate "C" not null,
    language text collate "C" not null,
    person_reference text collate "C" not null,
    person_id text collate "C" not null default '',
    search text collate "C" not null,
    invited_by text collate "C" not null references staff (id),
    token_hash bytea unique,
    sealed_token text collate "C" not null default '',
    sent_at bigint,
    expires_at bigint,
    tries_left bigint not null,
    reminders bigint not null default 0,
    mail_at bigint,
    mailed_day text collate "C" not null default '',
    mailed_today bigint not null default 0,
    used_at bigint,
    cancelled_at bigint,
    customer_id text collate "C" references customers (id) on delete cascade,
    created_at bigint not null
);
create unique index invites_open on invites (email) where used_at is null and cancelled_at is null;
create index invites_due on invites (mail_at) where mail_at is not null;
create index invites_by_email on invites (email, mailed_day);
create index invites_by_inviter on invites (invited_by, sent_at);
create index invites_by_sending on invites (sent_at);
create index invites_by_customer on invites (customer_id) where customer_id is not null;
