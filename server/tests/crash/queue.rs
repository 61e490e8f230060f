//! Repairs, mails and texts that wait to be delivered, before any worker is there.

use crate::{
    Plan,
    seed::{self, Case},
};
use domain::{dates::Millis, identity::Language, ids::DraftId, messages::Mobile, templates::Kind};
use services::{
    context::{Actor, Ctx, Customer, Platform, Proof},
    mails,
    messages::Text,
    outbox, repairs,
};
use simulators::civica_cx::DemoPerson;
use std::{collections::BTreeSet, sync::Arc};

/// Messages that are queued in one transaction.
const BATCH: usize = 100;

/// What waits.
pub struct Queue {
    /// Each is a repair and a mail to its tenant.
    pub repairs: usize,
    /// The addresses of the other mails, one mail each.
    pub mailboxes: Vec<String>,
    /// Numbers and words of the texts.
    pub texts: BTreeSet<(String, String)>,
}

impl Queue {
    pub fn mails(&self) -> usize {
        self.repairs + self.mailboxes.len()
    }

    pub fn deliveries(&self) -> usize {
        self.repairs + self.mails() + self.texts.len()
    }
}

/// Queues `plan.reports` repairs with their mails and, for every two of them, three mails and three texts more.
pub async fn fill(platform: &Arc<Platform>, people: Vec<DemoPerson>, plan: Plan) -> Queue {
    let cases = seed::plant(&platform.db, people, plan).await;
    for case in &cases {
        report(platform, case).await;
    }
    let others: Vec<usize> = (0..plan.reports * 3 / 2).collect();
    let mut queue = Queue {
        repairs: cases.len(),
        mailboxes: Vec::new(),
        texts: BTreeSet::new(),
    };
    for numbers in others.chunks(BATCH) {
        let (node, batch) = (Arc::clone(platform), numbers.to_vec());
        let queued = platform.db.tx(move |tx| async move {
            let now = seed::now();
            for number in batch {
                let draft = mails::registration_code(
                    &node.settings.get(),
                    Language::English,
                    &mailbox(number),
                    &format!("{number:06}"),
                    now,
                );
                outbox::enqueue_mail(&tx, &node.vault, &draft, "crash", None, now).await?;
                let text = text(number);
                outbox::enqueue_text(
                    &tx,
                    &node.vault,
                    &text,
                    Kind::RegistrationCode,
                    "crash",
                    None,
                    now,
                )
                .await?;
            }
            Ok(())
        });
        queued.await.unwrap();
        queue
            .mailboxes
            .extend(numbers.iter().map(|number| mailbox(*number)));
        let texts = numbers.iter().map(|number| text(*number));
        queue
            .texts
            .extend(texts.map(|text| (text.to.as_str().to_owned(), text.body)));
    }
    queue
}

fn mailbox(number: usize) -> String {
    format!("tenant-{number}@example.org")
}

/// No number that a simulator has plans of its own for.
fn text(number: usize) -> Text {
    Text {
        to: Mobile::e164(&format!("+447400{number:06}")).unwrap(),
        body: format!("Our Homes: your code is {number:06}."),
    }
}

async fn report(platform: &Arc<Platform>, case: &Case) {
    let tenant = Customer {
        id: case.customer.clone(),
        name: "Tenant".to_owned(),
        person_id: case.person_id.clone(),
        proof: Proof::default(),
        is_limited: false,
        limited_until: Millis(0),
        viewer: None,
    };
    let ctx = Ctx::new(Actor::Customer(tenant), Language::English, Arc::clone(platform));
    repairs::report::send(&ctx, DraftId::parse(&case.draft).as_ref())
        .await
        .unwrap();
}
