create table repair_categories (
    id text collate "C" not null primary key,
    name_en text collate "C" not null,
    name_cy text collate "C" not null,
    hint_en text collate "C" not null,
    hint_cy text collate "C" not null,
    emergency boolean not null,
    position bigint not null,
    active boolean not null
);

-- A tenant's words for a job, with what the housing system wants to know of it (R2).
create table repair_definitions (
    id text collate "C" not null primary key,
    category_id text collate "C" not null references repair_categories (id),
    name_en text collate "C" not null,
    name_cy text collate "C" not null,
    safety_notice_en text collate "C",
    safety_notice_cy text collate "C",
    sor_table text collate "C" not null,
    sor_code text collate "C" not null,
    repair_type text collate "C" not null,
    priority text collate "C" not null,
    contract text collate "C" not null,
    position bigint not null,
    active boolean not null
);
create index repair_definitions_by_category on repair_definitions (category_id, position);

create table repair_drafts (
    id text collate "C" not null primary key,
    customer_id text collate "C" not null references customers (id) on delete cascade,
    tenancy_id text collate "C" not null references homes (tenancy_id),
    category_id text collate "C" references repair_categories (id),
    definition_id text collate "C" references repair_definitions (id),
    safety_notice text collate "C",
    safety_accepted_at bigint,
    description text collate "C" not null,
    sent_as text collate "C",
    created_at bigint not null,
    updated_at bigint not null
);
create index repair_drafts_by_customer on repair_drafts (customer_id, updated_at);

-- Repairs reported here (with `external_reference` and the definition as it was that day) and repairs read from the
-- housing system. `received_at` is the first durable storage and never changes (SEC-R16).
create table repairs (
    id text collate "C" not null primary key,
    tenancy_id text collate "C" not null references homes (tenancy_id),
    customer_id text collate "C" references customers (id) on delete set null,
    reference text collate "C" not null,
    external_reference text collate "C" unique,
    draft_id text collate "C" unique,
    hms_id text collate "C" unique,
    hms_reference text collate "C",
    title text collate "C" not null,
    description text collate "C" not null,
    status text collate "C" not null,
    reported_at bigint not null,
    received_at bigint,
    passed_on_at bigint,
    target_day text collate "C",
    visit_day text collate "C",
    visit_from text collate "C",
    visit_to text collate "C",
    hms_cancellable boolean not null,
    cancel_asked_at bigint,
    cancel_reason text collate "C" not null,
    definition_id text collate "C",
    sor_code text collate "C" not null,
    repair_type text collate "C" not null,
    priority text collate "C" not null,
    contract text collate "C" not null,
    safety_notice text collate "C",
    safety_accepted_at bigint,
    updated_at bigint not null
);
create index repairs_by_tenancy on repairs (tenancy_id, reported_at desc, id desc);
create index repairs_received on repairs (received_at desc, id desc) where received_at is not null;

create table repair_events (
    id text collate "C" not null primary key,
    repair_id text collate "C" not null references repairs (id) on delete cascade,
    at bigint not null,
    event text collate "C" not null
);
create index repair_events_by_repair on repair_events (repair_id, at, id);

create table repair_photos (
    id text collate "C" not null primary key,
    draft_id text collate "C" not null references repair_drafts (id) on delete cascade,
    repair_id text collate "C" references repairs (id) on delete cascade,
    customer_id text collate "C" not null references customers (id) on delete cascade,
    name text collate "C" not null,
    sha256 text collate "C" not null,
    bytes bigint not null,
    created_at bigint not null,
    passed_on_at bigint
);
create index repair_photos_by_draft on repair_photos (draft_id, id);
create index repair_photos_by_repair on repair_photos (repair_id, id);
