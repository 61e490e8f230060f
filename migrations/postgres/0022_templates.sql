-- The landlord's own wording of messages. Every save is a new version; an empty wording is the product's own.
create table templates (
    kind text collate "C" not null,
    version bigint not null,
    wording text collate "C" not null,
    saved_at bigint not null,
    saved_by text collate "C" not null,
    primary key (kind, version)
);

-- Which message a delivery is, and the day on which it was counted.
alter table outbox add column message text collate "C" not null default '';
alter table outbox add column counted_day text collate "C" not null default '';

-- Which message it was. One that failed is on staff's list until they give it up.
alter table messages add column kind text collate "C" not null default '';
alter table messages add column given_up_at bigint;

-- How many messages of a day count towards its limits: by the hash of an address, and all of them under an empty one.
create table message_counts (
    day text collate "C" not null,
    recipient text collate "C" not null,
    count bigint not null,
    primary key (day, recipient)
);
