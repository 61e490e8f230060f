-- What tenants may report, as staff set it up (product R1, R2). `version` counts the saves of a row.
alter table repair_categories add column parent_id text references repair_categories (id);
alter table repair_categories add column icon text not null default '';
alter table repair_categories add column call_us_en text not null default '';
alter table repair_categories add column call_us_cy text not null default '';
alter table repair_categories add column version bigint not null default 1;
create index repair_categories_by_parent on repair_categories (parent_id);

alter table repair_definitions add column guidance_en text not null default '';
alter table repair_definitions add column guidance_cy text not null default '';
alter table repair_definitions add column photo_wanted boolean not null default false;
alter table repair_definitions add column version bigint not null default 1;
create index repair_definitions_by_name on repair_definitions (name_en, id);
create index repair_drafts_by_category on repair_drafts (category_id);

-- The codes of the landlord's tables, as last read. A table that was never read whole has `fetched_at` 0; `read_at` of a code
-- is the reading that told of it last. Live and test systems have their own.
create table sor_tables (
    mode text not null,
    code text not null,
    fetched_at bigint not null,
    tried_at bigint not null,
    primary key (mode, code)
);
create table sor_codes (
    mode text not null,
    table_code text not null,
    code text not null,
    description text not null,
    active boolean not null,
    read_at bigint not null,
    primary key (mode, table_code, code)
);

-- Tables of definitions that were read in and shown, sealed, until they are taken.
create table definition_imports (
    id text not null primary key,
    staff_id text not null references staff (id) on delete cascade,
    lines text not null,
    created_at bigint not null,
    expires_at bigint not null,
    done_at bigint,
    added bigint not null default 0,
    changed bigint not null default 0
);
create index definition_imports_by_staff on definition_imports (staff_id);
create index definition_imports_by_age on definition_imports (created_at);
