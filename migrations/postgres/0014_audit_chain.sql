-- The chain: each sealed row carries the hash of itself and of the row before it. A row is written with the change that it
-- tells of and sealed within a second, so that writers never wait for each other.
alter table audit add column seq bigint;
alter table audit add column hash bytea;
create unique index audit_by_seq on audit (seq);
create index audit_unsealed on audit (id) where seq is null;
create index audit_by_actor on audit (actor_id, id);
create index audit_by_event on audit (event, id);

-- The newest sealed row.
create table audit_head (
    name text collate "C" not null primary key,
    seq bigint not null,
    hash bytea not null
);
insert into audit_head (name, seq, hash) values ('head', 0, '');

-- What checks of the whole chain found.
create table audit_checks (
    id text collate "C" not null primary key,
    asked_at bigint not null,
    finished_at bigint,
    checked bigint not null,
    broken_seq bigint,
    broken_id text collate "C"
);

-- A row is never changed but by its seal, and never deleted.
create function audit_refuses() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are never changed or deleted';
end
$$;
create trigger audit_is_never_changed before update on audit
for each row when (
    old.seq is not null
    or new.seq is null
    or (new.id, new.at, new.actor_kind, new.actor_id, new.event, new.subject, new.detail)
        <> (old.id, old.at, old.actor_kind, old.actor_id, old.event, old.subject, old.detail)
)
execute function audit_refuses();
create trigger audit_is_never_deleted before delete on audit
for each row execute function audit_refuses();
create trigger audit_is_never_emptied before truncate on audit
for each statement execute function audit_refuses();
