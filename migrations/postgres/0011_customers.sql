-- Finding customers. Each has a row here from the moment of its account; `number` grows with time and is the key of pages.
-- An empty hash says that the words are not those of today: whatever changes what a customer is found by empties it, and
-- the words are written anew in the same transaction or, at the latest, by the worker.
create table customer_search (
    number bigint generated always as identity primary key,
    customer_id text collate "C" not null unique references customers (id) on delete cascade,
    hash text collate "C" not null
);
create index customer_search_waiting on customer_search (number) where hash = '';

create table customer_words (
    number bigint not null primary key references customer_search (number) on delete cascade,
    words tsvector not null
);
create index customer_words_found on customer_words using gin (words);

create function customer_search_begins() returns trigger language plpgsql as $$
begin
    insert into customer_search (customer_id, hash) values (new.id, '');
    return null;
end
$$;
create trigger customer_search_begins after insert on customers
for each row execute function customer_search_begins();

create function customer_search_of_customer() returns trigger language plpgsql as $$
begin
    update customer_search set hash = '' where customer_id = new.id and hash <> '';
    return null;
end
$$;
create trigger customer_search_of_names after update of name, last_name, email, person_id on customers
for each row execute function customer_search_of_customer();

create function customer_search_of_home() returns trigger language plpgsql as $$
begin
    update customer_search
    set hash = ''
    where customer_id in (select customer_id from customer_tenancies where tenancy_id = new.tenancy_id) and hash <> '';
    return null;
end
$$;
create trigger customer_search_of_homes after update of reference, address on homes
for each row when (new.reference <> old.reference or new.address <> old.address)
execute function customer_search_of_home();

create function customer_search_of_tenancy() returns trigger language plpgsql as $$
begin
    update customer_search
    set hash = ''
    where customer_id = case when tg_op = 'DELETE' then old.customer_id else new.customer_id end and hash <> '';
    return null;
end
$$;
create trigger customer_search_of_tenancies after insert or delete on customer_tenancies
for each row execute function customer_search_of_tenancy();
create index customer_tenancies_by_tenancy on customer_tenancies (tenancy_id, customer_id);

insert into customer_search (customer_id, hash)
select id, ''
from customers
order by id;

-- What staff note about a customer; never shown to tenants.
create table customer_notes (
    id text collate "C" not null primary key,
    customer_id text collate "C" not null references customers (id) on delete cascade,
    staff_id text collate "C" references staff (id) on delete set null,
    text text collate "C" not null,
    created_at bigint not null
);
create index customer_notes_by_customer on customer_notes (customer_id, id);

-- What was removed with an account, in numbers; nothing here says whose it was but the id.
create table customer_deletions (
    id text collate "C" not null primary key,
    customer_id text collate "C" not null,
    at bigint not null,
    removed text collate "C" not null,
    kept text collate "C" not null
);

-- The console session in which a member of staff sees the portal as this customer: without it the view is over.
alter table portal_sessions add column viewer_session text collate "C";

-- Photos of a repair that was sent stay with the repair when the account goes.
alter table repair_photos
    alter column draft_id drop not null,
    alter column customer_id drop not null,
    drop constraint repair_photos_draft_id_fkey,
    drop constraint repair_photos_customer_id_fkey,
    add constraint repair_photos_draft_id_fkey foreign key (draft_id) references repair_drafts (id) on delete set null,
    add constraint repair_photos_customer_id_fkey foreign key (customer_id) references customers (id) on delete set null;
create index repair_photos_by_customer on repair_photos (customer_id);
create index repairs_by_customer on repairs (customer_id, reported_at desc, id desc);
