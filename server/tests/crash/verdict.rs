//! What must be true once everything is quiet.

use crate::{
    housing::Simulators,
    tenants::{Acknowledged, Tenants},
};
use services::{args, db::Db};
use std::collections::{BTreeMap, BTreeSet};

const REPAIRS: &str = "
    select coalesce(draft_id, ''), id, reference, coalesce(received_at, 0), coalesce(hms_id, ''), sor_code
    from repairs";

const AUDITED: &str = "
    select count(*), count(distinct subject)
    from audit
    where event = $1";

const TIMELINES: &str = "
    select count(*), count(distinct repair_id)
    from repair_events
    where event = $1";

const DELIVERIES: &str = "
    select kind, state, count(*)
    from outbox
    group by kind, state";

const SENT_DRAFTS: &str = "
    select count(*)
    from repair_drafts
    where sent_as is not null";

type Row = (String, String, String, i64, String, String);

/// Compares what tenants saw, what is stored, and what the housing system counted; the numbers in words.
pub async fn reach(db: &Db, tenants: &Tenants, simulators: &Simulators) -> String {
    let mut wrong = Vec::new();
    let rows: Vec<Row> = db.all(REPAIRS, args![]).await.unwrap();
    let ledger = simulators.ledger().await;
    let count = rows.len();

    let mut by_draft = BTreeMap::<&str, Vec<&Row>>::new();
    for row in &rows {
        by_draft.entry(&row.0).or_default().push(row);
    }
    let mut silent = 0;
    for (number, (case, outcome)) in tenants.cases.iter().zip(tenants.outcomes()).enumerate() {
        let found = by_draft.remove(case.draft.as_str()).unwrap_or_default();
        let (_, id, reference, received_at, hms_id, sor_code) =
            match (found.as_slice(), &outcome.acknowledged) {
                ([], None) => continue,
                ([], Some(_)) => {
                    wrong.push(format!("report {number} was acknowledged and is lost"));
                    continue;
                }
                ([row], _) => row,
                (many, _) => {
                    wrong.push(format!("report {number} is there {} times", many.len()));
                    continue;
                }
            };
        let pressed_at = outcome.first_press.map_or(i64::MAX, |at| at.0);
        match &outcome.acknowledged {
            Some(Acknowledged { repair, at }) => {
                if repair != id {
                    wrong.push(format!(
                        "report {number} was acknowledged as {repair} and is {id}"
                    ));
                }
                if !(pressed_at..=at.0).contains(received_at) {
                    wrong.push(format!(
                        "report {number}: received_at is not between press and answer"
                    ));
                }
            }
            None => silent += 1,
        }
        let Some(raised) = ledger.repairs.get(reference) else {
            wrong.push(format!(
                "report {number} ({reference}) never reached the housing system"
            ));
            continue;
        };
        let same = raised.accepted == 1
            && raised.repair_id == *hms_id
            && raised.sor_code == case.sor_code
            && raised.sor_code == *sor_code
            && raised.asset_id == case.home_id
            && raised.contact_id == case.person_id
            && raised.description == format!("{} [{reference}]", case.description);
        if !same {
            wrong.push(format!(
                "report {number} ({reference}) is not the same in the housing system"
            ));
        }
    }
    if !by_draft.is_empty() {
        wrong.push(format!("repairs that nobody reported: {:?}", by_draft.keys()));
    }

    let mut equal = |what: &str, found: usize| {
        if found != count {
            wrong.push(format!("{what}: {found}, but there are {count} repairs"));
        }
    };
    equal("entries of the ledger", ledger.repairs.len());
    equal("changes that the housing system made", ledger.accepted);
    for event in ["repair.received", "repair.passed-on"] {
        let (all, different): (i64, i64) = db.one(AUDITED, args![event]).await.unwrap();
        equal(event, usize::try_from(all).unwrap());
        equal(event, usize::try_from(different).unwrap());
    }
    for event in ["received", "passed-on"] {
        let stored = serde_json::to_string(&match event {
            "received" => domain::repairs::Event::Received,
            _ => domain::repairs::Event::PassedOn,
        });
        let (all, different): (i64, i64) = db.one(TIMELINES, args![stored.unwrap()]).await.unwrap();
        equal(event, usize::try_from(all).unwrap());
        equal(event, usize::try_from(different).unwrap());
    }
    let (sent,): (i64,) = db.one(SENT_DRAFTS, args![]).await.unwrap();
    equal("drafts marked as sent", usize::try_from(sent).unwrap());
    for kind in ["send-repair", "send-mail"] {
        let deliveries: Vec<(String, String, i64)> = db.all(DELIVERIES, args![]).await.unwrap();
        let done = deliveries
            .iter()
            .find(|(of, state, _)| of == kind && state == "done");
        equal(
            kind,
            done.map_or(0, |(_, _, count)| usize::try_from(*count).unwrap()),
        );
        equal(
            kind,
            deliveries
                .iter()
                .filter(|(of, ..)| of == kind)
                .map(|(_, _, count)| usize::try_from(*count).unwrap())
                .sum(),
        );
    }
    let mails = simulators.mails();
    let different: BTreeSet<&str> = mails.iter().map(|mail| mail.message_id.as_str()).collect();
    equal("different mails", different.len());

    if db.file().is_some() {
        let (answer,): (String,) = db.one("pragma integrity_check", args![]).await.unwrap();
        if answer != "ok" {
            wrong.push(format!("the file is damaged: {answer}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} things are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );

    let requests: usize = ledger.repairs.values().map(|raised| raised.requests).sum();
    format!(
        "{count} repairs ({silent} unacknowledged), each once in the ledger ({requests} requests), {} mails for {count}",
        mails.len()
    )
}
