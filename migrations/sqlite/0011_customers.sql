-- Finding customers. Each has a row here from the moment of its account; `number` grows with time and is the key of pages.
-- An empty hash says that the words are not those of today: whatever changes what a customer is found by empties it, and
-- the words are written anew in the same transaction or, at the latest, by the worker.
create table customer_search (
    number integer not null primary key autoincrement,
    customer_id text not null unique references customers (id) on delete cascade,
    hash text not null
);
create index customer_search_waiting on customer_search (number) where hash = '';

create virtual table customer_words using fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

create trigger customer_search_ends after delete on customer_search
begin
    delete from customer_words where rowid = old.number;
end;
create trigger customer_search_begins after insert on customers
begin
    insert into customer_search (customer_id, hash) values (new.id, '');
end;
create trigger customer_search_of_names after update of name, last_name, email, person_id on customers
begin
    update customer_search set hash = '' where customer_id = new.id;
end;
create trigger customer_search_of_homes after update of reference, address on homes
when new.reference <> old.reference or new.address <> old.address
begin
    update customer_search
    set hash = ''
    where customer_id in (select customer_id from customer_tenancies where tenancy_id = new.tenancy_id);
end;
create trigger customer_search_of_new_tenancies after insert on customer_tenancies
begin
    update customer_search set hash = '' where customer_id = new.customer_id;
end;
create trigger customer_search_of_old_tenancies after delete on customer_tenancies
begin
    update customer_search set hash = '' where customer_id = old.customer_id;
end;
create index customer_tenancies_by_tenancy on customer_tenancies (tenancy_id, customer_id);

insert into customer_search (customer_id, hash)
select id, ''
from customers
order by id;

-- What staff note about a customer; never shown to tenants.
create table customer_notes (
    id text not null primary key,
    customer_id text not null references customers (id) on delete cascade,
    staff_id text references staff (id) on delete set null,
    text text not null,
    created_at bigint not null
);
create index customer_notes_by_customer on customer_notes (customer_id, id);

-- What was removed with an account, in numbers; nothing here says whose it was but the id.
create table customer_deletions (
    id text not null primary key,
    customer_id text not null,
    at bigint not null,
    removed text not null,
    kept text not null
);

-- The console session in which a member of staff sees the portal as this customer: without it the view is over.
alter table portal_sessions add column viewer_session text;

-- Photos of a repair that was sent stay with the repair when the account goes.
create table repair_photos_kept (
    id text not null primary key,
    draft_id text references repair_drafts (id) on delete set null,
    repair_id text references repairs (id) on delete cascade,
    customer_id text references customers (id) on delete set null,
    name text not null,
    sha256 text not null,
    bytes bigint not null,
    created_at bigint not null,
    passed_on_at bigint
);
insert into repair_photos_kept (id, draft_id, repair_id, customer_id, name, sha256, bytes, created_at, passed_on_at)
select id, draft_id, repair_id, customer_id, name, sha256, bytes, created_at, passed_on_at
from repair_photos;
drop table repair_photos;
alter table repair_photos_kept rename to repair_photos;
create index repair_photos_by_draft on repair_photos (draft_id, id);
create index repair_photos_by_repair on repair_photos (repair_id, id);
create index repair_photos_by_customer on repair_photos (customer_id);
create index repairs_by_customer on repairs (customer_id, reported_at desc, id desc);
