-- How each mail and text stands. The id is that of its delivery and the name by which whoever passes it on knows it.
-- Addresses and numbers are kept as hashes: enough to see that the next message will fail as well.
create table messages (
    id text collate "C" not null primary key,
    -- mail, text
    channel text collate "C" not null,
    -- What it is about, as in outbox.
    subject text collate "C" not null,
    customer_id text collate "C" references customers (id) on delete cascade,
    place bytea not null,
    -- queued, sent, failed, delivered
    state text collate "C" not null,
    -- Why it failed.
    why text collate "C" not null default '',
    vendor_id text collate "C" not null default '',
    created_at bigint not null,
    changed_at bigint not null
);
create index messages_by_customer on messages (customer_id, id);
create index messages_by_place on messages (place, id);
create index messages_by_vendor on messages (vendor_id) where vendor_id <> '';
create index messages_failed on messages (id) where state = 'failed';
create index messages_by_age on messages (created_at);

-- The mobile on record of somebody whom the record gives no mailbox.
alter table registrations add column file_mobile text collate "C" not null default '';
