-- Tables of people to be invited. What was read is sealed and shown to whoever read it; it is emptied once they are
-- invited, and goes after an hour if they are not.
create table invite_imports (
    id text not null primary key,
    staff_id text not null references staff (id) on delete cascade,
    lines text not null,
    created_at bigint not null,
    expires_at bigint not null,
    sent_at bigint,
    invited bigint not null default 0,
    left_out bigint not null default 0
);
create index invite_imports_by_staff on invite_imports (staff_id);
create index invite_imports_by_age on invite_imports (created_at);

alter table invites add column import_id text references invite_imports (id) on delete set null;
create index invites_by_import on invites (import_id) where import_id is not null;

-- The day of birth, where whoever invited gave it: it is then asked for beside the last name.
alter table invites add column born text not null default '';

-- Views of staff that are to be ended.
create index portal_sessions_viewed on portal_sessions (ends_at) where viewer_id is not null;

-- What goes with an account.
create index registrations_by_email on registrations (email) where email <> '';
create index registrations_by_person on registrations (person_id) where person_id <> '';
