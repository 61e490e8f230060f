//! What must be true of a drained queue: the vendors' own ledgers against what was queued.

use crate::{
    housing::Simulators,
    passing_on::{PassingOn, Struck},
    queue::Queue,
};
use services::{args, db::Db};
use std::collections::BTreeMap;

/// Connections of one node to a mail server: of so many mails may a kill leave open whether they were kept.
const IN_HAND: usize = 5;

// The nodes have work of their own.
const STATES: &str = "
    select state, count(*)
    from outbox
    where kind in ('send-repair', 'send-mail', 'send-text')
    group by state";

const MESSAGES: &str = "
    select state, count(*)
    from messages
    group by state";

const PASSED_ON: &str = "
    select count(*), count(distinct subject)
    from audit
    where event = 'repair.passed-on'";

const ASKED_AGAIN: &str = "
    select count(*)
    from outbox
    where attempts > 1";

/// Compares; the numbers in words. `killed` is how many processes were.
pub async fn compare(
    db: &Db,
    queue: &Queue,
    (simulators, passing_on): (&Simulators, &PassingOn),
    struck: &Struck,
    killed: usize,
) -> String {
    let mut wrong = Wrong::default();
    let done = states(db, STATES).await;
    wrong.equal("deliveries that are done", at(&done, "done"), queue.deliveries());
    wrong.equal("kinds of ends", done.len(), 1);
    let messages = states(db, MESSAGES).await;
    let gone = at(&messages, "sent") + at(&messages, "delivered");
    wrong.equal(
        "messages sent or delivered",
        gone,
        queue.mails() + queue.texts.len(),
    );
    let ledger = simulators.ledger().await;
    wrong.equal("repairs there", ledger.repairs.len(), queue.repairs);
    wrong.equal(
        "changes that the housing system made",
        ledger.accepted,
        queue.repairs,
    );
    let (all, different): (i64, i64) = db.one(PASSED_ON, args![]).await.unwrap();
    wrong.equal(
        "audited as passed on",
        usize::try_from(all).unwrap(),
        queue.repairs,
    );
    wrong.equal(
        "different ones",
        usize::try_from(different).unwrap(),
        queue.repairs,
    );
    let told = match passing_on {
        PassingOn::Twilio(sim) => {
            let mut texts = BTreeMap::<(String, String), usize>::new();
            for text in sim.ledger() {
                *texts.entry((text.to, text.body)).or_default() += 1;
            }
            wrong.equal("texts taken twice", twice(&texts), 0);
            let as_queued = texts.keys().filter(|text| queue.texts.contains(*text)).count();
            wrong.equal("texts as queued", as_queued, queue.texts.len());
            wrong.equal("texts in all", texts.len(), queue.texts.len());
            let (copies, mails) = simulators.mails();
            wrong.equal("different mails", mails, queue.mails());
            let (copies, least) = (copies - mails, struck.unconfirmed);
            if least == 0 || !(least..=least + killed * IN_HAND).contains(&copies) {
                wrong.0.push(format!(
                    "second copies of mails: {copies}, where {least} were kept without a word and {killed} processes killed"
                ));
            }
            format!(
                "{mails} mails, {copies} of them once more under the same Message-ID ({least} without a word)"
            )
        }
        PassingOn::Notify(sim) => {
            let mut references = BTreeMap::<String, usize>::new();
            let (mut mails, mut texts) = (0, 0);
            for one in sim.ledger() {
                match one.kind {
                    "sms" => {
                        texts += 1;
                        let known = queue.texts.contains(&(one.to.clone(), one.body.clone()));
                        wrong.equal(
                            &format!("the text to {} as queued", one.to),
                            usize::from(known),
                            1,
                        );
                    }
                    _ => mails += 1,
                }
                *references.entry(one.reference.unwrap_or_default()).or_default() += 1;
            }
            wrong.equal("messages taken twice", twice(&references), 0);
            wrong.equal("mails", mails, queue.mails());
            wrong.equal("texts", texts, queue.texts.len());
            format!("{mails} mails, each once")
        }
    };
    if struck.lost == 0 {
        wrong
            .0
            .push("no answer of the vendor of texts was lost: nothing is proved".to_owned());
    }
    assert!(
        wrong.0.is_empty(),
        "{} things are wrong:\n{}",
        wrong.0.len(),
        wrong.0.join("\n")
    );
    let (again,): (i64,) = db.one(ASKED_AGAIN, args![]).await.unwrap();
    format!(
        "{} deliveries, {again} of them tried more than once: {} repairs and {} texts, each once, {told}",
        queue.deliveries(),
        queue.repairs,
        queue.texts.len()
    )
}

/// What is wrong, in words.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn equal(&mut self, what: &str, found: usize, wanted: usize) {
        if found != wanted {
            self.0.push(format!("{what}: {found} in place of {wanted}"));
        }
    }
}

async fn states(db: &Db, sql: &'static str) -> BTreeMap<String, usize> {
    let rows: Vec<(String, i64)> = db.all(sql, args![]).await.unwrap();
    rows.into_iter()
        .map(|(state, count)| (state, usize::try_from(count).unwrap()))
        .collect()
}

fn at(states: &BTreeMap<String, usize>, state: &str) -> usize {
    states.get(state).copied().unwrap_or_default()
}

fn twice<K>(counts: &BTreeMap<K, usize>) -> usize {
    counts.values().filter(|count| **count > 1).count()
}
