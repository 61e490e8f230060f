-- One-time links that were mailed: one of each purpose for an account, so a newer one ends the older. Only hashes are kept.
create table portal_links (
    account_id text not null references customers (id) on delete cascade,
    purpose text not null,
    token_hash blob not null unique,
    created_at bigint not null,
    expires_at bigint not null,
    primary key (account_id, purpose)
);
create index portal_links_by_end on portal_links (expires_at);

create table console_links (
    account_id text not null references staff (id) on delete cascade,
    purpose text not null,
    token_hash blob not null unique,
    created_at bigint not null,
    expires_at bigint not null,
    primary key (account_id, purpose)
);
create index console_links_by_end on console_links (expires_at);
