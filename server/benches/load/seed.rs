//! A landlord of any size: customers with a home, an account, and ten repairs each.

use crate::Outcome;
use services::{
    args,
    db::Db,
    ports::clock::{Clock, SystemClock},
    random,
};
use std::path::Path;

/// Signed-in customers that the load is spread over.
const SIGNED_IN: i64 = 500;
/// Reports that wait to be sent.
const DRAFTS: i64 = 60_000;

pub fn customer_id(number: i64) -> String {
    format!("00000003-0000-7000-8000-{number:012x}")
}

/// The `nth` repair (0 to 9) of a customer.
pub fn repair_id(customer: i64, nth: i64) -> String {
    format!("00000004-0000-7000-8000-{:012x}", customer * 10 + nth)
}

fn signed_in(size: i64) -> impl Iterator<Item = i64> {
    // Spread over the whole table, so that caches are not better than in life. Customer 1 owns the repair that is opened.
    (0..SIGNED_IN).map(move |number| 1 + number * (size / SIGNED_IN))
}

/// The session tokens of signed-in customers, the first of them customer 1's.
pub fn sessions(size: i64) -> Vec<String> {
    signed_in(size)
        .map(|customer| format!("bench-session-{customer}"))
        .collect()
}

const PEOPLE: &str = "
    with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
    insert into customers (id, email, password_hash, name, person_id, language, created_at)
    select printf('00000003-0000-7000-8000-%012x', i), 'tenant' || i || '@example.org', 'none', 'Tenant ' || i, 'P' || i, 'en', $2
    from n";
const HOMES: &str = "
    with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
    insert into homes (tenancy_id, reference, asset_id, address, updated_at)
    select 'T' || i, 'TEN' || i, 'A' || i, i || ' Alder Road' || char(10) || 'Shrewsbury' || char(10) || 'SY2 4TN', $2
    from n";
const PARTIES: &str = "
    with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
    insert into customer_tenancies (customer_id, tenancy_id, role, is_main, seen_at)
    select printf('00000003-0000-7000-8000-%012x', i), 'T' || i, 'main', true, $2
    from n";
const ACCOUNTS: &str = "
    with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
    insert into rent_accounts
        (id, tenancy_id, reference, kind, balance_pence, next_charge_day, next_charge_pence, position, updated_at)
    select 'R' || i, 'T' || i, 'REN' || i, 'Rent', (i % 200) * 100 - 5000, '2026-12-07', 11246, 0, $2
    from n";
const REPAIRS: &str = "
    with recursive n (i) as (select 10 union all select i + 1 from n where i < $1 * 10 + 9)
    insert into repairs (id, tenancy_id, reference, hms_id, hms_reference, title, description, status, reported_at, visit_day,
        visit_from, visit_to, hms_cancellable, cancel_reason, sor_code, repair_type, priority, contract, updated_at)
    select printf('00000004-0000-7000-8000-%012x', i), 'T' || (i / 10), 'REP' || i, 'H' || i, 'REP' || i,
        'The kitchen tap drips all the time', 'The kitchen tap drips all the time, also when turned off hard.',
        case i % 10 when 9 then 'sent' when 8 then 'booked' when 7 then 'done' else 'closed' end,
        $2 - (10 - i % 10) * 86400000 * 30 - i,
        case i % 10 when 8 then '2026-12-03' end, case i % 10 when 8 then '09:00' end, case i % 10 when 8 then '13:00' end,
        true, '', 'DEMO-PLB-0101', 'RESP', 'RTN', 'DEMO-RESP', $2
    from n";
const EVENTS: &str = "
    insert into repair_events (id, repair_id, at, event)
    select '00000005' || substr(id, 9), id, reported_at, '\"reported\"'
    from repairs";
const FRESH: &str = "
    insert into housing_freshness (customer_id, resource, synced_at, mode)
    select c.id, r.name, $1, 'live'
    from customers c
    cross join (select 'home' as name union all select 'accounts' union all select 'repairs') r
    where true
    on conflict (customer_id, mode, resource) do update set synced_at = excluded.synced_at";

/// Writing the search words of so many new customers would go on beside the measurement.
const NOT_SEARCHED: &str = "
    update customer_search
    set hash = 'bench'
    where hash = ''";

/// Fills a new database with `size` customers, or freshens an old one.
pub async fn fill(database: &Path, size: i64) -> Outcome<()> {
    let now = SystemClock.now();
    let db = Db::open(&format!("sqlite:{}", database.display())).await?;
    let (filled,) = db
        .one::<(i64,)>("select count(*) from customers", args![])
        .await?;
    if filled == 0 {
        for statement in [PEOPLE, HOMES, PARTIES, ACCOUNTS, REPAIRS] {
            db.execute(statement, args![size, now]).await?;
        }
        db.execute(EVENTS, args![]).await?;
        set_up(&db).await?;
        db.execute("analyze", args![]).await?;
    }
    db.execute(NOT_SEARCHED, args![]).await?;
    db.execute(FRESH, args![now.plus_secs(3600)]).await?;
    db.execute("delete from portal_sessions", args![]).await?;
    for customer in signed_in(size) {
        let token = random::hash(&format!("bench-session-{customer}"));
        let row = args![
            token.as_slice(),
            customer_id(customer),
            now,
            now.plus_secs(12 * 3600)
        ];
        db.execute(
            "insert into portal_sessions (token_hash, account_id, stage, created_at, last_seen_at, ends_at)
             values ($1, $2, 'full', $3, $3, $4)",
            row,
        )
        .await?;
    }
    db.close().await;
    Ok(())
}

async fn set_up(db: &Db) -> Outcome<()> {
    db.execute(
        "insert into settings (key, value, updated_at) values ('landlord', $1, 0)",
        args![r#"{"landlord_en":"Hollingate Homes","landlord_cy":"Cartrefi Hollingate","phone":"01632 960 123","emergency_phone":"01632 960 999"}"#],
    )
    .await?;
    db.execute(
        "insert into repair_categories (id, name_en, name_cy, hint_en, hint_cy, emergency, position, active)
         values ('00000001-0000-7000-8000-000000000000', 'Water', 'Dŵr', '', '', false, 0, true)",
        args![],
    )
    .await?;
    db.execute(
        "insert into repair_definitions (id, category_id, name_en, name_cy, sor_table, sor_code, repair_type, priority, contract,
             position, active)
         values ('00000002-0000-7000-8000-000000000000', '00000001-0000-7000-8000-000000000000', 'A tap drips', 'Tap yn diferu',
             'RESPONSIVE', 'DEMO-PLB-0101', 'RESP', 'RTN', 'DEMO-RESP', 0, true)",
        args![],
    )
    .await?;
    Ok(())
}

const ADD_DRAFTS: &str = "
    with recursive n (i) as (select 0 union all select i + 1 from n where i < $1)
    insert into repair_drafts (id, customer_id, tenancy_id, category_id, definition_id, description, created_at, updated_at)
    select printf('%08x-0000-7000-8000-%012x', $2, i), printf('00000003-0000-7000-8000-%012x', 1 + (i % $3) * ($4 / $3)),
        'T' || (1 + (i % $3) * ($4 / $3)), '00000001-0000-7000-8000-000000000000', '00000002-0000-7000-8000-000000000000',
        'Water drips from under the kitchen sink when I run the tap.', $5, $5
    from n";

/// Reports that are written and only have to be sent: the draft's id and its owner's session.
pub async fn drafts(database: &Path, size: i64) -> Outcome<Vec<(String, String)>> {
    let now = SystemClock.now();
    let run = now.0 / 1000;
    let db = Db::open(&format!("sqlite:{}", database.display())).await?;
    db.execute(ADD_DRAFTS, args![DRAFTS - 1, run, SIGNED_IN, size, now])
        .await?;
    db.close().await;
    let owner = |number: i64| 1 + (number % SIGNED_IN) * (size / SIGNED_IN);
    let draft = |number: i64| {
        (
            format!("{run:08x}-0000-7000-8000-{number:012x}"),
            format!("bench-session-{}", owner(number)),
        )
    };
    Ok((0..DRAFTS).map(draft).collect())
}
