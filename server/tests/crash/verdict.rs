//! What must be true once everything is quiet.

use crate::{
    housing::{Ledger, Simulators},
    seed::Case,
    tenants::{Acknowledged, Outcome, Tenants},
};
use domain::repairs::Event;
use services::{args, db::Db};
use std::collections::BTreeMap;

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
    select count(*), count(case when state = 'done' then 1 end)
    from outbox
    where kind = $1";

const SENT_DRAFTS: &str = "
    select count(*)
    from repair_drafts
    where sent_as is not null";

#[derive(Clone)]
struct Row {
    id: String,
    reference: String,
    received_at: i64,
    hms_id: String,
    sor_code: String,
}

/// What is wrong, in words.
#[derive(Default)]
struct Verdict {
    wrong: Vec<String>,
}

/// Compares what tenants saw, what is stored, and what the housing system counted; the numbers in words.
pub async fn reach(db: &Db, tenants: &Tenants, simulators: &Simulators) -> String {
    let mut verdict = Verdict::default();
    let ledger = simulators.ledger().await;
    let (mut by_draft, count) = repairs(db).await;
    let mut silent = 0;
    for (number, (case, outcome)) in tenants.cases.iter().zip(tenants.outcomes()).enumerate() {
        let found = by_draft.remove(&case.draft).unwrap_or_default();
        verdict.report(&format!("report {number}"), case, &outcome, &found, &ledger);
        silent += usize::from(!found.is_empty() && outcome.acknowledged.is_none());
    }
    if !by_draft.is_empty() {
        verdict
            .wrong
            .push(format!("repairs that nobody reported: {:?}", by_draft.keys()));
    }
    verdict.equal("entries of the ledger", ledger.repairs.len(), count);
    verdict.equal("changes that the housing system made", ledger.accepted, count);
    verdict.traces(db, count).await;
    let (mails, different) = simulators.mails();
    verdict.equal("different mails", different, count);
    if db.file().is_some() {
        let (answer,): (String,) = db.one("pragma integrity_check", args![]).await.unwrap();
        if answer != "ok" {
            verdict.wrong.push(format!("the file is damaged: {answer}"));
        }
    }
    let wrong = verdict.wrong;
    assert!(
        wrong.is_empty(),
        "{} things are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );

    let requests: usize = ledger.repairs.values().map(|raised| raised.requests).sum();
    format!(
        "{count} repairs ({silent} unacknowledged), each once in the ledger ({requests} requests arrived), \
         {mails} mails for {different}"
    )
}

/// All repairs by the draft that they were, and how many there are.
async fn repairs(db: &Db) -> (BTreeMap<String, Vec<Row>>, usize) {
    let rows: Vec<(String, String, String, i64, String, String)> = db.all(REPAIRS, args![]).await.unwrap();
    let count = rows.len();
    let mut by_draft = BTreeMap::<String, Vec<Row>>::new();
    for (draft, id, reference, received_at, hms_id, sor_code) in rows {
        by_draft.entry(draft).or_default().push(Row {
            id,
            reference,
            received_at,
            hms_id,
            sor_code,
        });
    }
    (by_draft, count)
}

async fn number(db: &Db, sql: &'static str, of: &str) -> (usize, usize) {
    let (all, different): (i64, i64) = db.one(sql, args![of]).await.unwrap();
    (usize::try_from(all).unwrap(), usize::try_from(different).unwrap())
}

impl Verdict {
    fn equal(&mut self, what: &str, found: usize, count: usize) {
        if found != count {
            self.wrong
                .push(format!("{what}: {found}, but there are {count} repairs"));
        }
    }

    /// One report: what its tenant saw against the repairs that it became.
    fn report(&mut self, name: &str, case: &Case, outcome: &Outcome, found: &[Row], ledger: &Ledger) {
        let row = match (found, &outcome.acknowledged) {
            ([], None) => return,
            ([], Some(_)) => return self.wrong.push(format!("{name} was acknowledged and is lost")),
            ([row], _) => row,
            (many, _) => return self.wrong.push(format!("{name} is there {} times", many.len())),
        };
        if let Some(Acknowledged { repair, at }) = &outcome.acknowledged {
            if *repair != row.id {
                self.wrong
                    .push(format!("{name} was acknowledged as {repair} and is {}", row.id));
            }
            let pressed_at = outcome.first_press.map_or(i64::MAX, |at| at.0);
            if !(pressed_at..=at.0).contains(&row.received_at) {
                self.wrong
                    .push(format!("{name}: received_at is not between press and answer"));
            }
        }
        let reference = &row.reference;
        let Some(raised) = ledger.repairs.get(reference) else {
            return self
                .wrong
                .push(format!("{name} ({reference}) never reached the housing system"));
        };
        let is_same = raised.accepted == 1
            && raised.repair_id == row.hms_id
            && raised.sor_code == case.sor_code
            && raised.sor_code == row.sor_code
            && raised.asset_id == case.home_id
            && raised.contact_id == case.person_id
            && raised.description == format!("{} [{reference}]", case.description);
        if !is_same {
            self.wrong.push(format!(
                "{name} ({reference}) is not the same in the housing system"
            ));
        }
    }

    /// Audit, timeline, drafts and deliveries: one each for every repair.
    async fn traces(&mut self, db: &Db, count: usize) {
        for event in ["repair.received", "repair.passed-on"] {
            let (all, different) = number(db, AUDITED, event).await;
            self.equal(&format!("audited as {event}"), all, count);
            self.equal(&format!("audited as {event}, different ones"), different, count);
        }
        for event in [Event::Received, Event::PassedOn] {
            let stored = serde_json::to_string(&event).unwrap();
            let (all, different) = number(db, TIMELINES, &stored).await;
            self.equal(&format!("timelines with {stored}"), all, count);
            self.equal(
                &format!("timelines with {stored}, different ones"),
                different,
                count,
            );
        }
        for kind in ["send-repair", "send-mail"] {
            let (all, done) = number(db, DELIVERIES, kind).await;
            self.equal(kind, all, count);
            self.equal(&format!("{kind}, done"), done, count);
        }
        let (sent,): (i64,) = db.one(SENT_DRAFTS, args![]).await.unwrap();
        self.equal("drafts marked as sent", usize::try_from(sent).unwrap(), count);
    }
}
