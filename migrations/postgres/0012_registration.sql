-- People who ask for an account (product S11). What they typed is emptied when it is decided, and all of it goes after 30
-- days.
create table registrations (
    id text collate "C" not null primary key,
    -- The browser that asked.
    browser_hash bytea not null unique,
    -- asked (the mailbox is not proved yet), open, done, refused
    state text collate "C" not null,
    reference text collate "C" not null,
    surname text collate "C" not null,
    born text collate "C",
    postcode text collate "C",
    email text collate "C" not null,
    password_hash text collate "C" not null,
    language text collate "C" not null,
    created_at bigint not null,
    confirmed_at bigint,
    -- What the landlord's record said: one, nobody, several, has-account.
    looked_up_at bigint,
    verdict text collate "C" not null default '',
    person_id text collate "C" not null default '',
    person_reference text collate "C" not null default '',
    first_name text collate "C" not null default '',
    last_name text collate "C" not null default '',
    -- Which parts were right, separated by commas.
    found text collate "C" not null default '',
    -- The mailbox on record, and what else there is: email, mobile, none.
    file_email text collate "C" not null default '',
    on_file text collate "C" not null default '',
    -- Since then the answer is known to the product and the way on is open.
    settled_at bigint,
    -- The mailbox that was proved is the one on record: only the button is missing.
    is_ready boolean not null default false,
    asked_staff_at bigint,
    -- In the queue of staff since then.
    waiting_since bigint,
    letter_at bigint,
    note text collate "C" not null default '',
    decided_by text collate "C" not null default '',
    decided_at bigint
);
create index registrations_waiting on registrations (waiting_since, id) where state = 'open';
create index registrations_by_age on registrations (created_at);

-- The newest code of each purpose: email (the mailbox typed), file (the mailbox on record), new (the mailbox that takes
-- the place of a lost one). Tries are spent before the comparison and never refilled.
create table registration_codes (
    owner text collate "C" not null,
    purpose text collate "C" not null,
    code_hash bytea not null,
    tries_left bigint not null,
    expires_at bigint not null,
    primary key (owner, purpose)
);

-- Letters with a code. The first characters find the row, the others are hashed like a password. `sealed` is the whole
-- code for the printer; it is emptied once the letter is printed.
create table letters (
    id text collate "C" not null primary key,
    selector text collate "C" not null unique,
    secret_hash text collate "C" not null,
    sealed text collate "C" not null,
    -- For an account that is to be made, or for one whose mailbox is lost.
    registration_id text collate "C" references registrations (id) on delete cascade,
    customer_id text collate "C" references customers (id) on delete cascade,
    person_id text collate "C" not null,
    reason text collate "C" not null,
    tries_left bigint not null,
    issued_by text collate "C" not null,
    issued_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    -- The browser that typed the code, and the mailbox it wants.
    browser_hash bytea unique,
    new_email text collate "C" not null default ''
);
create index letters_by_registration on letters (registration_id);
create index letters_by_customer on letters (customer_id);
