//! Finding customers among a million, on both databases: what an officer waits for while somebody is on the telephone.

use crate::{Outcome, signing_in};
use domain::{
    customers::{Facts, Query, document},
    dates::Millis,
    identity::{Email, Language},
    ids::StaffId,
    permissions::Permissions,
};
use serde_json::{Value, json};
use services::{
    args,
    context::{Actor, Ctx, Life, Proof, Staff},
    customers,
    db::{Db, Sql},
    testing::{Database, Engine},
};
use std::{fmt::Write, path::Path, sync::Arc, time::Instant};

const CUSTOMERS: u64 = 1_000_000;
const BATCH: u64 = 2_000;
const QUESTIONS: u64 = 1_000;

const FIRST: &str = "Mohammed Oliver George Olivia Amelia Isla Ava Mia Noah Arthur Harry Leo Muhammad Jack Charlie Oscar Jacob \
    Henry Thomas Freddie Alfie Theo William Joshua Lily Sophia Grace Freya Emily Sophie Isabella Ella Rosie Evie Megan Rhys \
    Dylan Owen Gareth Huw Sian Eleri Catrin Bethan Angharad Lowri Nia Fatima Aisha Zainab Imran Yusuf Margaret Jean Patricia \
    Brian Alan Keith Susan Christine Linda Julie Karen Zoe";
const LAST: &str = "Smith Jones Taylor Williams Brown White Harris Martin Davies Wilson Cooper Evans King Baker Thomas Johnson \
    Wright Robinson Thompson Roberts Walker Hughes Hall Green Khan Lewis Jackson Clarke Patel Wood Turner Edwards Hill Ahmed \
    Moore Clark Scott Young Morris Ward Watson Allen Morgan Price Begum Bell Ali Hussain Griffiths Lee Phillips Mitchell \
    Richardson Bailey Cox Carter Shaw Murphy Miller Marshall Anderson Simpson Adams Wilkinson Foster Ellis Murray Chapman \
    Mason Gray Lloyd Pugh Parry Pritchard O'Connor Szczepanska Nguyen Zielinski";
const STREETS: &str = "Alder Beech Chestnut Elm Fern Heath Ivy Jubilee Kings Laurel Maple Nelson Oak Park Queens Ridge Station Tudor";
const KINDS: &str = "Road Street Avenue Close Court Drive Lane";
const TOWNS: &str = "Shrewsbury/SY Bangor/LL Telford/TF Chester/CH Hereford/HR Stafford/ST Newport/NP Cardiff/CF Swansea/SA Oxford/OX";

/// Numbers that are the same in every run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// A word of a list, the first ones more often, as with names.
    fn word<'a>(&mut self, list: &'a str) -> &'a str {
        let words: Vec<&str> = list.split_whitespace().collect();
        let count = words.len() as u64;
        let at = self.below(count).min(self.below(count));
        usize::try_from(at)
            .ok()
            .and_then(|at| words.get(at))
            .copied()
            .unwrap_or("Smith")
    }
}

struct Person {
    first: String,
    last: String,
    email: String,
    reference: String,
    address: Vec<String>,
}

fn person(number: u64) -> Person {
    let mut draws = Draws(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    draws.below(7);
    let (first, last) = (draws.word(FIRST).to_owned(), draws.word(LAST).to_owned());
    let (town, area) = draws.word(TOWNS).split_once('/').unwrap_or(("Oxford", "OX"));
    let letter = |draws: &mut Draws| {
        char::from(b"ABDEFGHJLNPQRSTUWXYZ"[usize::try_from(draws.below(20)).unwrap_or(0)])
    };
    let postcode = format!(
        "{area}{} {}{}{}",
        1 + draws.below(40),
        1 + draws.below(9),
        letter(&mut draws),
        letter(&mut draws)
    );
    let street = format!(
        "{} {} {}",
        1 + draws.below(200),
        draws.word(STREETS),
        draws.word(KINDS)
    );
    Person {
        email: format!(
            "{}.{}{number}@example.org",
            first.to_lowercase(),
            last.to_lowercase().replace('\'', "")
        ),
        reference: format!("TEN{number:07}"),
        address: vec![street, town.to_owned(), postcode],
        first,
        last,
    }
}

fn row(number: u64) -> Value {
    let person = person(number);
    let words = document(&Facts {
        first_name: person.first.clone(),
        last_name: person.last.clone(),
        email: person.email.clone(),
        person: format!("P{number}"),
        references: vec![person.reference.clone()],
        addresses: vec![person.address.clone()],
    });
    json!({
        "id": format!("00000003-0000-7000-8000-{number:012x}"),
        "email": person.email, "first": person.first, "last": person.last, "person": format!("P{number}"),
        "tenancy": format!("T{number}"), "reference": person.reference, "address": person.address.join("\n"),
        "words": words.into_iter().collect::<Vec<_>>().join(" "),
    })
}

/// What fills the tables, a batch of rows as JSON each time.
const FILL: [Sql; 5] = [
    Sql::each(
        "insert into customers (id, email, password_hash, name, last_name, person_id, language, created_at)
         select value ->> 'id', value ->> 'email', '', value ->> 'first', value ->> 'last', value ->> 'person', 'en', 0
         from json_each($1)",
        "insert into customers (id, email, password_hash, name, last_name, person_id, language, created_at)
         select v ->> 'id', v ->> 'email', '', v ->> 'first', v ->> 'last', v ->> 'person', 'en', 0
         from jsonb_array_elements(cast($1 as jsonb)) v",
    ),
    Sql::each(
        "insert into homes (tenancy_id, reference, asset_id, address, updated_at)
         select value ->> 'tenancy', value ->> 'reference', '', value ->> 'address', 0 from json_each($1)",
        "insert into homes (tenancy_id, reference, asset_id, address, updated_at)
         select v ->> 'tenancy', v ->> 'reference', '', v ->> 'address', 0 from jsonb_array_elements(cast($1 as jsonb)) v",
    ),
    Sql::each(
        "insert into customer_tenancies (customer_id, tenancy_id, role, is_main, seen_at)
         select value ->> 'id', value ->> 'tenancy', 'main', true, 0 from json_each($1)",
        "insert into customer_tenancies (customer_id, tenancy_id, role, is_main, seen_at)
         select v ->> 'id', v ->> 'tenancy', 'main', true, 0 from jsonb_array_elements(cast($1 as jsonb)) v",
    ),
    Sql::each(
        "insert into customer_words (rowid, words)
         select s.number, j.value ->> 'words'
         from json_each($1) j join customer_search s on s.customer_id = j.value ->> 'id'",
        "insert into customer_words (number, words)
         select s.number, array_to_tsvector(string_to_array(v ->> 'words', ' '))
         from jsonb_array_elements(cast($1 as jsonb)) v join customer_search s on s.customer_id = v ->> 'id'",
    ),
    Sql::each(
        "update customer_search set hash = 'bench' where hash = '' and $1 <> ''",
        "update customer_search set hash = 'bench' where hash = '' and $1 <> ''",
    ),
];

async fn fill(db: &Db, size: u64) -> Outcome<()> {
    let (found,) = db
        .one::<(i64,)>("select count(*) from customer_search", args![])
        .await?;
    for begin in (u64::try_from(found)?..size).step_by(usize::try_from(BATCH)?) {
        let rows: Vec<Value> = (begin..size.min(begin + BATCH)).map(row).collect();
        let batch = Value::from(rows).to_string();
        db.tx(move |tx| async move {
            for statement in FILL {
                tx.execute(statement, args![&batch]).await?;
            }
            Ok(())
        })
        .await?;
    }
    if u64::try_from(found)? < size {
        db.execute("analyze", args![]).await?;
    }
    Ok(())
}

/// What people say on the telephone, of somebody who is there.
fn question(number: u64, size: u64) -> String {
    let mut draws = Draws(number);
    draws.below(7);
    let person = person(draws.below(size));
    let cut = |text: &str, length: usize| text.chars().take(length).collect::<String>();
    let postcode = person.address.last().cloned().unwrap_or_default();
    match number % 20 {
        0..=4 => format!("{} {}", person.first, person.last),
        5 | 6 => format!("{} {}", person.last, cut(&person.first, 3)),
        7 | 8 => person.last,
        9 => cut(&person.last, 2),
        10 => cut(&person.first, 1),
        11 => cut(&person.last, 5),
        12 | 13 => postcode.to_lowercase().replace(' ', ""),
        14 => postcode,
        15 | 16 => person.reference,
        17 => person.email,
        18 => format!(
            "{} {}",
            person.last,
            person.address.first().cloned().unwrap_or_default()
        ),
        _ => format!("{} {}", cut(&person.first, 2), cut(&person.last, 2)),
    }
}

fn officer() -> Outcome<Staff> {
    Ok(Staff {
        id: StaffId::parse("00000003-0000-7000-8000-000000000000").ok_or("an id")?,
        name: "Officer".into(),
        email: Email::parse("officer@example.org").ok_or("an address")?,
        permissions: Permissions::all(),
        proof: Proof {
            session: String::new(),
            at: Millis(0),
            life: Life::default(),
        },
        has_strong_factor: true,
    })
}

#[expect(clippy::disallowed_methods, reason = "only a duration is measured")]
fn started() -> Instant {
    Instant::now()
}

/// The sorted times of all questions, in milliseconds.
async fn times(db: Db, folder: &Path, size: u64) -> Outcome<Vec<f64>> {
    let ctx = Ctx::new(
        Actor::Staff(officer()?),
        Language::English,
        Arc::new(signing_in::platform(db, folder).await?),
    );
    let mut times = Vec::new();
    for number in 0..QUESTIONS {
        let query = Query::parse(&question(number, size));
        let start = started();
        customers::find(&ctx, query.as_ref(), None).await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    ctx.db.close().await;
    times.sort_by(f64::total_cmp);
    Ok(times)
}

/// The part of the report about finding customers. `BENCH_CUSTOMERS` makes it smaller, for a try.
pub async fn measure(folder: &Path) -> Outcome<String> {
    let size = std::env::var("BENCH_CUSTOMERS").map_or(Ok(CUSTOMERS), |text| text.parse())?;
    let mut text = format!(
        "\n## Finding customers\n\n{QUESTIONS} questions among {size} customers, one after the other: names in any order, \
         beginnings of names, postcodes, references, addresses. Promised: p99 at most 30 ms.\n\n\
         | database | p50 ms | p99 ms | longest ms |\n|---|---:|---:|---:|\n"
    );
    let file = folder.join(format!("customers-{size}.db"));
    let sqlite = Db::open(&format!("sqlite:{}", file.display())).await?;
    fill(&sqlite, size).await?;
    line(&mut text, "SQLite", &times(sqlite, folder, size).await?)?;
    if std::env::var_os("TEST_POSTGRES_URL").is_some() {
        let database = Database::empty(Engine::Postgres).await;
        let postgres = Db::open(database.url()).await?;
        fill(&postgres, size).await?;
        line(&mut text, "PostgreSQL", &times(postgres, folder, size).await?)?;
        database.remove().await;
    }
    Ok(text)
}

fn line(text: &mut String, engine: &str, times: &[f64]) -> Outcome<()> {
    let at = |share: usize| {
        times
            .get((times.len() * share / 100).min(times.len() - 1))
            .copied()
            .unwrap_or_default()
    };
    writeln!(
        text,
        "| {engine} | {:.1} | {:.1} | {:.1} |",
        at(50),
        at(99),
        at(100)
    )?;
    Ok(())
}
