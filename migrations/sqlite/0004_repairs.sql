create table repair_categories (
    id text not null primary key,
    name_en text not null,
    name_cy text not null,
    hint_en text not null,
    hint_cy text not null,
    emergency boolean not null,
    position bigint not null,
    active boolean not null
);

-- A tenant's words for a job, with what the housing system wants to know of it (R2).
create table repair_definitions (
    id text not null primary key,
    category_id text not null references repair_categories (id),
    name_en text not null,
    name_cy text not null,
    safety_notice_en text,
    safety_notice_cy text,
    sor_table text not null,
    sor_code text not null,
    repair_type text not null,
    priority text not null,
    contract text not null,
    position bigint not null,
    active boolean not null
);
create index repair_definitions_by_category on repair_definitions (category_id, position);

create table repair_drafts (
    id text not null primary key,
    customer_id text not null references customers (id) on delete cascade,
    tenancy_id text not null references homes (tenancy_id),
    category_id text references repair_categories (id),
    definition_id text references repair_definitions (id),
    safety_notice text,
    safety_accepted_at bigint,
    description text not null,
    sent_as text,
    created_at bigint not null,
    updated_at bigint not null
);
create index repair_drafts_by_customer on repair_drafts (customer_id, updated_at);

-- Repairs reported here (with `external_reference` and the definition as it was that day) and repairs read from the
-- housing system. `received_at` is the first durable storage and never changes (SEC-R16).
create table repairs (
    id text not null primary key,
    tenancy_id text not null references homes (tenancy_id),
    customer_id text references customers (id) on delete set null,
    reference text not null,
    external_reference text unique,
    draft_id text unique,
    hms_id text unique,
    hms_reference text,
    title text not null,
    description text not null,
    status text not null,
    reported_at bigint not null,
    received_at bigint,
    passed_on_at bigint,
    target_day text,
    visit_day text,
    visit_from text,
    visit_to text,
    hms_cancellable boolean not null,
    cancel_asked_at bigint,
    cancel_reason text not null,
    definition_id text,
    sor_code text not null,
    repair_type text not null,
    priority text not null,
    contract text not null,
    safety_notice text,
    safety_accepted_at bigint,
    updated_at bigint not null
);
create index repairs_by_tenancy on repairs (tenancy_id, reported_at desc, id desc);
create index repairs_received on repairs (received_at desc, id desc) where received_at is not null;

create table repair_events (
    id text not null primary key,
    repair_id text not null references repairs (id) on delete cascade,
    at bigint not null,
    event text not null
);
create index repair_events_by_repair on repair_events (repair_id, at, id);

create table repair_photos (
    id text not null primary key,
    draft_id text not null references repair_drafts (id) on delete cascade,
    repair_id text references repairs (id) on delete cascade,
    customer_id text not null references customers (id) on delete cascade,
    name text not null,
    sha256 text not null,
    bytes bigint not null,
    created_at bigint not null,
    passed_on_at bigint
);
create index repair_photos_by_draft on repair_photos (draft_id, id);
create index repair_photos_by_repair on repair_photos (repair_id, id);
