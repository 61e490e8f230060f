//! Tenants who are signed in, with reports that only have to be sent.

use crate::{Plan, draws::Draws};
use domain::{
    dates::Millis,
    identity::{Email, Language},
    ids::CustomerId,
};
use services::{
    args,
    auth::{self, NewCustomer},
    db::Db,
    ports::clock::{Clock, SystemClock},
    random,
    repairs::{CategoryRow, DefinitionRow, add_category, add_definition},
};
use simulators::civica_cx::DemoPerson;

/// One report.
#[derive(Clone)]
pub struct Case {
    pub draft: String,
    pub customer: CustomerId,
    pub session: String,
    pub person_id: String,
    pub home_id: String,
    pub description: String,
    pub sor_code: &'static str,
}

/// The simulator's codes with their priorities and contracts.
const OFFERED: [(&str, &str, &str, &str); 3] = [
    ("RESPONSIVE", "DEMO-PLB-0101", "RTN", "DEMO-RESP"),
    ("RESPONSIVE", "DEMO-DRN-0101", "URG", "DEMO-RESP"),
    ("HEATING", "DEMO-HTG-0201", "RTN", "DEMO-HEAT"),
];

pub fn now() -> Millis {
    SystemClock.now()
}

fn id(kind: u32, number: usize) -> String {
    format!("{kind:08x}-0000-7000-8000-{number:012x}")
}

const HOME: &str = "
    insert into homes (tenancy_id, reference, asset_id, address, updated_at)
    values ($1, $1, $2, $3, $4)
    on conflict (tenancy_id) do nothing";

const PARTY: &str = "
    insert into customer_tenancies (customer_id, tenancy_id, role, is_main, seen_at)
    values ($1, $2, 'main', true, $3)";

const SESSION: &str = "
    insert into portal_sessions (token_hash, account_id, stage, created_at, last_seen_at, ends_at)
    values ($1, $2, 'full', $3, $3, $4)";

const DRAFT: &str = "
    insert into repair_drafts
        (id, customer_id, tenancy_id, category_id, definition_id, description, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7)";

/// Plants `plan.reports` reports of all `people`.
pub async fn plant(db: &Db, people: Vec<DemoPerson>, plan: Plan) -> Vec<Case> {
    let mut draws = Draws::of(plan.seed, "seed");
    let sessions: Vec<String> = people.iter().map(|_| draws.token()).collect();
    let choices: Vec<(usize, usize)> = (0..plan.reports)
        .map(|_| (draws.below(people.len()), draws.below(OFFERED.len())))
        .collect();
    let planted = db.tx(move |tx| async move {
        let now = now();
        add_category(&tx, &category()).await?;
        for number in 0..OFFERED.len() {
            add_definition(&tx, &definition(number)).await?;
        }
        for (number, person) in people.iter().enumerate() {
            let customer = CustomerId::parse(&id(3, number)).unwrap();
            let account = NewCustomer {
                id: customer.clone(),
                email: Email::parse(&person.email).unwrap(),
                password_hash: String::new(),
                first_name: person.forenames.clone(),
                last_name: person.surname.clone(),
                person_id: person.contact_id.clone(),
                language: Language::English,
            };
            auth::add_customer(&tx, &account, now).await?;
            let home = args![&person.agreement_id, &person.home_id, &person.postcode, now];
            tx.execute(HOME, home).await?;
            tx.execute(PARTY, args![customer.as_str(), &person.agreement_id, now])
                .await?;
            let hash = random::hash(&sessions[number]);
            let ends_at = now.plus_secs(12 * 3600);
            tx.execute(SESSION, args![hash.as_slice(), customer.as_str(), now, ends_at])
                .await?;
        }
        let mut cases = Vec::new();
        for (number, (whose, what)) in choices.into_iter().enumerate() {
            let person = &people[whose];
            let case = Case {
                draft: id(4, number),
                customer: CustomerId::parse(&id(3, whose)).unwrap(),
                session: sessions[whose].clone(),
                person_id: person.contact_id.clone(),
                home_id: person.home_id.clone(),
                description: format!("It broke for the {number}th time, ‘properly’ this once"),
                sor_code: OFFERED[what].1,
            };
            let draft = args![
                &case.draft,
                id(3, whose),
                &person.agreement_id,
                id(1, 1),
                id(2, what),
                &case.description,
                now
            ];
            tx.execute(DRAFT, draft).await?;
            cases.push(case);
        }
        Ok(cases)
    });
    planted.await.unwrap()
}

fn category() -> CategoryRow {
    CategoryRow {
        id: id(1, 1),
        name_en: "Heating and water".into(),
        name_cy: "Gwres a dŵr".into(),
        position: 1,
        ..CategoryRow::default()
    }
}

fn definition(number: usize) -> DefinitionRow {
    let (table, code, priority, contract) = OFFERED[number];
    DefinitionRow {
        id: id(2, number),
        category_id: id(1, 1),
        name_en: format!("Problem {number}"),
        name_cy: format!("Problem {number}"),
        sor_table: table.into(),
        sor_code: code.into(),
        repair_type: "RESP".into(),
        priority: priority.into(),
        contract: contract.into(),
        position: 1,
        ..DefinitionRow::default()
    }
}
