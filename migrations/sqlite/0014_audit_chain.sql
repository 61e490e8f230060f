-- The chain: each sealed row carries the hash of itself and of the row before it. A row is written with the change that it
-- tells of and sealed within a second, so that writers never wait for each other.
alter table audit add column seq bigint;
alter table audit add column hash blob;
create unique index audit_by_seq on audit (seq);
create index audit_unsealed on audit (id) where seq is null;
create index audit_by_actor on audit (actor_id, id);
create index audit_by_event on audit (event, id);

-- The newest sealed row.
create table audit_head (
    name text not null primary key,
    seq bigint not null,
    hash blob not null
);
insert into audit_head (name, seq, hash) values ('head', 0, x'');

-- What checks of the whole chain found.
create table audit_checks (
    id text not null primary key,
    asked_at bigint not null,
    finished_at bigint,
    checked bigint not null,
    broken_seq bigint,
    broken_id text
);

-- A row is never changed but by its seal, and never deleted.
create trigger audit_is_never_changed before update on audit
when old.seq is not null
    or new.seq is null
    or new.id <> old.id
    or new.at <> old.at
    or new.actor_kind <> old.actor_kind
    or new.actor_id <> old.actor_id
    or new.event <> old.event
    or new.subject <> old.subject
    or new.detail <> old.detail
begin
    select raise(abort, 'audit rows are never changed');
end;
create trigger audit_is_never_deleted before delete on audit
begin
    select raise(abort, 'audit rows are never deleted');
end;
