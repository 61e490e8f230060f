//! The invented landlord.

use crate::common::{Cx, options, repair};
use reqwest::StatusCode;
use serde_json::Value;
use simulators::civica_cx::{Landlord, Options};
use std::collections::{BTreeMap, BTreeSet};

fn pence(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    let (whole, part) = text.split_once('.').unwrap();
    assert_eq!(part.len(), 2, "{text}");
    format!("{whole}{part}").parse().unwrap()
}

#[tokio::test]
async fn paging_gives_every_person_once() {
    let cx = Cx::start().await;
    let path = "/contacts?changedSince=2000-01-01T00:00:00&expand=agreements";
    let small = cx.rows(&format!("{path}&pageSize=37")).await;
    let ids: BTreeSet<_> = small
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), small.len());
    assert_eq!(small, cx.rows(&format!("{path}&pageSize=500")).await);
    assert!(small.len() > 1_000 && small.len() <= 1_200, "{}", small.len());
    let megan = small.iter().find(|row| row["id"] == "CON-000001").unwrap();
    assert_eq!(megan["agreements"][0]["id"], "AGR-000001");
}

#[tokio::test]
async fn the_balance_is_the_sum_of_the_transactions() {
    let cx = Cx::start().await;
    for number in 1..=40 {
        let path = format!("/accounts/ACC-{number:06}");
        let (status, account) = cx.get(&path).await;
        if status == StatusCode::NOT_FOUND {
            continue;
        }
        let (_, page) = cx.get(&format!("{path}/transactions?pageSize=500")).await;
        let rows = page["items"].as_array().unwrap();
        assert_eq!(
            rows.iter().map(|row| pence(&row["amount"])).sum::<i64>(),
            pence(&account["balance"]),
            "{path}"
        );
        assert_eq!(page["closingBalance"], account["balance"]);
        let dates: Vec<_> = rows.iter().map(|row| row["date"].as_str().unwrap()).collect();
        assert!(dates.is_sorted_by(|newer, older| newer >= older), "newest first");
        let ids: BTreeSet<_> = rows.iter().map(|row| row["id"].as_str()).collect();
        assert_eq!(ids.len(), rows.len());
        let half = cx
            .rows(&format!("{path}/transactions?from=2026-06-01&pageSize=9"))
            .await;
        let (_, range) = cx.get(&format!("{path}/transactions?from=2026-06-01")).await;
        let moved = half.iter().map(|row| pence(&row["amount"])).sum::<i64>();
        assert_eq!(
            pence(&range["openingBalance"]) + moved,
            pence(&range["closingBalance"])
        );
    }
    let (status, body) = cx
        .get("/accounts/ACC-000001/transactions?from=2026-02-01&to=2026-01-01")
        .await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::BAD_REQUEST, Some("BadRange"))
    );
}

#[tokio::test]
async fn the_demonstrations_people_are_as_promised() {
    let cx = Cx::start().await;
    let people = cx.running.demo_people();
    let names: Vec<_> = people
        .iter()
        .map(|person| format!("{} {}", person.forenames, person.surname))
        .collect();
    assert_eq!(
        names,
        ["Megan Price", "Imran Hussain", "Aisha Hussain", "Siân O'Connor"]
    );
    assert_eq!(people[3].email, "sian.oconnor@example.com");
    assert_eq!(people[1].agreement_id, people[2].agreement_id);
    assert_eq!(people[3].account_ids.len(), 2);
    assert_eq!(cx.get("/accounts/ACC-000001").await.1["balance"], "42.10");
    assert_eq!(
        cx.get(&format!("/accounts/{}", people[1].account_ids[0])).await.1["balance"],
        "-85.00"
    );
    let (_, repairs) = cx.get("/repairs?contactId=CON-000001").await;
    let progress: Vec<_> = repairs["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["status"].as_str().unwrap())
        .collect();
    assert_eq!(progress, ["APP", "CMP", "CAN"]);
    let visit = &repairs["items"][0]["orders"][0]["appointments"][0];
    assert_eq!(
        (visit["date"].as_str(), visit["status"].as_str()),
        (Some("2026-11-27"), Some("Booked"))
    );
    let (_, found) = cx.get("/contacts?surname=evans&dateOfBirth=1979-03-14").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
    let postcode = people[0].postcode.replace(' ', "").to_lowercase();
    let (_, found) = cx
        .get(&format!("/contacts?surname=PRICE&postcode={postcode}"))
        .await;
    assert_eq!(found["items"][0]["id"], "CON-000001");
    let (status, body) = cx.get("/contacts?surname=Smith").await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("SearchTooWide"))
    );
    assert_eq!(cx.get("/contacts/CON-000008").await.1["deceased"], true);
    assert_eq!(
        cx.get("/contacts/CON-000010").await.1["alerts"][0]["type"],
        "Violence"
    );
}

#[test]
fn the_landlord_is_as_large_as_promised_and_depends_on_the_seed_alone() {
    let today = options().today.unwrap();
    let one = Landlord::generate(7, today, 1_200);
    let same = Landlord::generate(7, today, 1_200);
    assert_eq!(
        (&one.contacts, &one.agreements, &one.accounts),
        (&same.contacts, &same.agreements, &same.accounts)
    );
    assert_eq!((&one.assets, &one.repairs), (&same.assets, &same.repairs));
    assert_ne!(one.contacts, Landlord::generate(8, today, 1_200).contacts);
    let homes = one.assets.values().filter(|asset| {
        asset
            .attributes
            .iter()
            .any(|(name, value)| *name == "residential" && value == "Yes")
    });
    assert_eq!(
        (
            homes.count(),
            one.contacts.len(),
            one.repairs.len(),
            one.sor_codes.len()
        ),
        (500, 1_200, 2_000, 300)
    );
    let mut states = BTreeMap::new();
    one.repairs
        .values()
        .for_each(|repair| *states.entry(repair.status.as_str()).or_insert(0) += 1);
    assert_eq!(states.len(), 11, "{states:?}");
    let counties: BTreeSet<_> = one.assets.values().map(|asset| asset.address.county).collect();
    assert!(counties.len() > 3, "{counties:?}");
    assert!(
        one.assets
            .values()
            .all(|asset| asset.uprn.as_ref().is_none_or(|uprn| uprn.len() <= 12))
    );
    assert!(
        one.repairs
            .values()
            .all(|repair| repair.created_at.date() <= today)
    );
}

#[test]
fn four_people_are_the_same_for_every_seed_and_scale() {
    for (seed, people) in [(1, 12), (2, 60), (3, 1_200)] {
        let landlord = Landlord::generate(seed, options().today.unwrap(), people);
        assert_eq!(landlord.contacts.len(), people);
        assert_eq!(landlord.demo_people()[3].surname, "O'Connor");
        assert_eq!(landlord.contacts["CON-000010"].surname, "Cartwright");
    }
}

#[tokio::test]
async fn no_value_is_said_in_five_ways() {
    let cx = Cx::start().await;
    let rows = cx
        .rows("/contacts?changedSince=2000-01-01T00:00:00&pageSize=500")
        .await;
    let languages: BTreeSet<_> = rows
        .iter()
        .map(|row| {
            row.get("language")
                .map(|value| value.as_str().unwrap_or("null").len())
        })
        .collect();
    assert!(languages.is_superset(&BTreeSet::from([None, Some(0), Some(4)])));
    assert!(rows.iter().any(|row| row["dateOfBirth"] == "0001-01-01T00:00:00"));
    let mut parents = BTreeSet::new();
    for number in 1..=200 {
        let (_, asset) = cx.get(&format!("/assets/AST-{number:06}")).await;
        parents.extend(asset.get("parentId").and_then(Value::as_str).map(str::to_owned));
    }
    assert!(
        parents.contains("00000000-0000-0000-0000-000000000000"),
        "{parents:?}"
    );
}

#[tokio::test]
async fn a_home_knows_the_places_around_it_and_codes_come_by_table() {
    let cx = Cx::start().await;
    let home = cx.running.demo_people()[0].home_id.clone();
    let rows = cx.rows(&format!("/assets/{home}/related?type=Communal")).await;
    assert!(rows.len() >= 3, "stairwell, block, estate");
    assert!(rows.iter().all(|row| row["type"] == "Communal"));
    let codes = cx.rows("/sor-codes?table=RESPONSIVE&pageSize=50").await;
    assert!(codes.len() > 150 && codes[0]["code"].as_str().unwrap().starts_with("DEMO-"));
    assert_eq!(cx.get("/sor-codes?table=LETTINGS").await.0, StatusCode::NOT_FOUND);
    let active = cx.rows("/lookups/repair-priorities?activeOn=2026-11-24").await;
    assert!(
        active
            .iter()
            .all(|row| row["code"] != "PLN" && row["targetUnit"].is_string())
    );
}

#[tokio::test]
async fn a_second_open_repair_is_refused_where_configured() {
    let cx = Cx::with(Options {
        refuse_duplicate_open_repairs: true,
        ..options()
    })
    .await;
    let home = cx.running.demo_people()[0].home_id.clone();
    assert_eq!(
        cx.post("/repairs", &repair("TW-1", &home)).await.0,
        StatusCode::CREATED
    );
    let (status, body) = cx.post("/repairs", &repair("TW-2", &home)).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::CONFLICT, Some("DuplicateOpenRepair"))
    );
}
