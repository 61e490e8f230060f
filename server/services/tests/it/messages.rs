//! What becomes of mails and texts: sent once through every fault, and told in any order.

mod asking;

use crate::count;
use domain::{
    ids::CustomerId,
    messages::{Channel, Mobile},
    templates::Kind,
};
use services::{
    args, both_engines,
    context::Ctx,
    customers,
    error::Error,
    messages::{self, Heard, Text},
    outbox,
    ports::messages::{Callback, Disbelieved},
    testing::{Answer, Test},
};
use std::sync::Arc;

fn system(t: &Test) -> Ctx {
    Ctx::system(Arc::clone(&t.platform))
}

fn mobile(number: usize) -> Mobile {
    Mobile::e164(&format!("+4477009{number:05}")).unwrap()
}

async fn queue(t: &Test, number: usize, subject: &str) {
    let text = Text {
        to: mobile(number),
        body: format!("Text {number}"),
    };
    let (platform, subject, now) = (
        Arc::clone(&t.platform),
        subject.to_owned(),
        t.platform.clock.now(),
    );
    t.platform
        .db
        .tx(move |tx| async move {
            outbox::enqueue_text(
                &tx,
                &platform.vault,
                &text,
                Kind::RegistrationCode,
                &subject,
                None,
                now,
            )
            .await
        })
        .await
        .unwrap();
}

/// State, reason and the vendor's name of the one message.
async fn message(t: &Test) -> (String, String, String, String) {
    t.platform
        .db
        .one("select id, state, why, vendor_id from messages", args![])
        .await
        .unwrap()
}

async fn hear(t: &Test, news: &str) -> Heard {
    hear_from(t, "theirs", news.as_bytes()).await
}

async fn hear_from(t: &Test, authorization: &str, body: &[u8]) -> Heard {
    let callback = Callback {
        query: "",
        authorization,
        signature: "",
        body,
    };
    messages::hear(&system(t), Channel::Text, &callback)
        .await
        .unwrap()
}

async fn states(t: &Test, news: &[&str]) -> (String, String) {
    t.platform
        .db
        .execute("update messages set state = 'sent', why = ''", args![])
        .await
        .unwrap();
    let (id, ..) = message(t).await;
    for news in news {
        assert_eq!(hear(t, &format!("{id} {news}")).await, Heard::Noted);
    }
    let (_, state, why, _) = message(t).await;
    (state, why)
}

both_engines! {
    async fn news_in_any_order_and_any_number_end_alike(t: Test) {
        queue(&t, 1, "about").await;
        assert_eq!(message(&t).await.1, "queued");
        t.work().await;
        let (id, state, why, vendor) = message(&t).await;
        assert_eq!((state.as_str(), why.as_str()), ("sent", ""));
        assert_eq!(vendor, format!("v-{id}"));
        let delivered = ("delivered".to_owned(), String::new());
        assert_eq!(states(&t, &["sent", "delivered"]).await, delivered);
        assert_eq!(states(&t, &["delivered", "sent", "queued", "sent"]).await, delivered);
        assert_eq!(states(&t, &["delivered", "delivered", "failed unreachable"]).await, delivered);
        let failed = ("failed".to_owned(), "unreachable".to_owned());
        assert_eq!(states(&t, &["failed unreachable", "sent", "failed unreachable"]).await, failed);
        assert_eq!(states(&t, &["failed"]).await, ("failed".into(), "refused".into()));
    }

    async fn news_of_strangers_change_nothing(t: Test) {
        queue(&t, 1, "about").await;
        t.work().await;
        let (id, ..) = message(&t).await;
        let forged = hear_from(&t, "forged", format!("{id} delivered").as_bytes()).await;
        assert_eq!(forged, Heard::Not(Disbelieved::NotTheirs));
        assert_eq!(hear_from(&t, "theirs", b"\xff\xfe").await, Heard::Not(Disbelieved::Unreadable));
        assert_eq!(hear(&t, "0193-unknown delivered").await, Heard::Unknown);
        let callback = Callback { query: "", authorization: "theirs", signature: "", body: b"x delivered" };
        let by_mail = messages::hear(&system(&t), Channel::Mail, &callback).await.unwrap();
        assert_eq!(by_mail, Heard::Not(Disbelieved::NotTheirs));
        assert_eq!(message(&t).await.1, "sent");
    }

    async fn news_of_another_copy_count_only_if_it_arrived(t: Test) {
        queue(&t, 1, "about").await;
        t.work().await;
        t.platform.db.execute("update messages set vendor_id = 'v-first'", args![]).await.unwrap();
        let (id, ..) = message(&t).await;
        hear(&t, &format!("{id} failed filtered")).await;
        assert_eq!(message(&t).await.1, "sent");
        hear(&t, &format!("{id} delivered")).await;
        assert_eq!(message(&t).await.1, "delivered");
    }

    async fn a_lost_answer_is_asked_for_and_never_sent_twice(t: Test) {
        queue(&t, 1, "about").await;
        t.text.script([Answer::LostAfter]);
        t.work().await;
        assert_eq!(message(&t).await.1, "queued");
        t.clock.advance_secs(2);
        t.work().await;
        assert_eq!((t.text.sent().len(), t.text.asked()), (1, 1));
        assert_eq!(message(&t).await.1, "sent");
        queue(&t, 2, "about").await;
        t.text.script([Answer::LostBefore]);
        t.work().await;
        t.clock.advance_secs(2);
        t.work().await;
        assert_eq!((t.text.sent().len(), t.text.asked()), (2, 2));
    }

    async fn news_that_come_before_the_answer_are_the_answer(t: Test) {
        queue(&t, 1, "about").await;
        t.text.script([Answer::LostAfter]);
        t.work().await;
        let (id, ..) = message(&t).await;
        assert_eq!(hear(&t, &format!("{id} delivered")).await, Heard::Noted);
        t.clock.advance_secs(2);
        t.work().await;
        assert_eq!((t.text.sent().len(), t.text.asked()), (1, 0), "it was asked for what is known");
        assert_eq!(message(&t).await.1, "delivered");
    }

    async fn a_number_that_nobody_has_is_marked_until_something_arrives_there(t: Test) {
        let tenant = t.tenant("Megan").await;
        let id: CustomerId = tenant.customer.id.clone();
        queue(&t, 1, id.as_str()).await;
        t.text.script([Answer::Rejected("no-such-address")]);
        t.work().await;
        let staff = t.staff("Sian").await;
        let record = customers::record(&staff, &id).await.unwrap();
        assert_eq!(record.unreachable.len(), 1);
        assert_eq!((record.unreachable[0].channel.as_str(), record.unreachable[0].why.as_str()), ("text", "no-such-address"));
        assert_eq!((record.messages[0].channel.as_str(), record.messages[0].state.as_str()), ("text", "failed"));
        let failed = messages::failures(&staff, None).await.unwrap();
        assert_eq!((failed.len(), failed[0].customer_id.as_deref()), (1, Some(id.as_str())));
        assert!(failed[0].customer_name.starts_with("Megan"), "{}", failed[0].customer_name);
        assert_eq!(messages::failures(&staff, Some(&failed[0].id)).await.unwrap(), []);
        assert!(matches!(messages::failures(&tenant.ctx, None).await, Err(Error::Denied)));
        queue(&t, 1, id.as_str()).await;
        t.work().await;
        assert_eq!(customers::record(&staff, &id).await.unwrap().unreachable, []);
        // Another number of theirs that fails for another reason says nothing of the number.
        queue(&t, 2, id.as_str()).await;
        t.text.script([Answer::Rejected("30007")]);
        t.work().await;
        let record = customers::record(&staff, &id).await.unwrap();
        assert_eq!((record.unreachable.len(), record.messages[0].why.as_str()), (0, "refused"));
    }

    async fn a_mailbox_that_nobody_has_is_marked_until_it_is_replaced(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        t.mail.script([Answer::Rejected("no-such-address")]);
        tenant.report(&offer).await;
        t.work().await;
        let (staff, id) = (t.staff("Sian").await, tenant.customer.id.clone());
        let marks = customers::record(&staff, &id).await.unwrap().unreachable;
        assert_eq!((marks.len(), marks[0].channel.as_str()), (1, "mail"));
        let new = "update customers set email = 'new@example.org' where id = $1";
        t.platform.db.execute(new, args![id.as_str()]).await.unwrap();
        assert_eq!(customers::record(&staff, &id).await.unwrap().unreachable, []);
    }

    async fn what_staff_try_again_is_on_its_way_again(t: Test) {
        queue(&t, 1, "about").await;
        t.text.script([Answer::Rejected("not-allowed")]);
        t.work().await;
        let (id, state, why, _) = message(&t).await;
        assert_eq!((state.as_str(), why.as_str()), ("failed", "not-allowed"));
        outbox::try_again(&system(&t), &domain::ids::JobId::parse(&id).unwrap()).await.unwrap();
        assert_eq!(message(&t).await.1, "queued");
        t.work().await;
        assert_eq!(message(&t).await.1, "sent");
    }

    async fn three_days_in_vain_are_the_end_of_a_text(t: Test) {
        queue(&t, 1, "about").await;
        t.text.script(std::iter::repeat_n(Answer::Unavailable, 80));
        for _ in 0..73 {
            t.work().await;
            t.clock.advance_secs(3600);
        }
        let (_, state, why, _) = message(&t).await;
        assert_eq!((state.as_str(), why.as_str()), ("failed", "gave-up"));
    }

    async fn what_became_of_messages_is_forgotten_after_90_days(t: Test) {
        queue(&t, 1, "about").await;
        t.work().await;
        t.clock.advance_secs(90 * 24 * 3600);
        messages::sweep(&t.platform).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from messages", args![]).await, 1);
        t.clock.advance_secs(1);
        messages::sweep(&t.platform).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from messages", args![]).await, 0);
    }

    async fn two_nodes_and_random_faults_send_each_text_once(t: Test) {
        let texts = 60;
        for number in 0..texts {
            queue(&t, number, "about").await;
        }
        let faults = [Answer::Works, Answer::LostAfter, Answer::LostBefore, Answer::Unavailable, Answer::LostAfter];
        let draws = (0..texts).map(|_| faults[services::random::draw() as usize % faults.len()].clone());
        t.text.script(draws.collect::<Vec<_>>());
        let node = t.another_node().await;
        for _ in 0..200 {
            let work = |platform: &Arc<services::context::Platform>| {
                let platform = Arc::clone(platform);
                tokio::spawn(async move { while outbox::run_due(&platform).await.unwrap() > 0 {} })
            };
            for worker in [work(&t.platform), work(&node), work(&node)] {
                worker.await.unwrap();
            }
            if count(&t.platform, "select count(*) from outbox where state = 'waiting'", args![]).await == 0 {
                break;
            }
            t.clock.advance_secs(3600);
        }
        node.db.close().await;
        let mut numbers: Vec<_> = t.text.sent().into_iter().map(|text| text.to.as_str().to_owned()).collect();
        numbers.sort();
        let all: Vec<_> = (0..texts).map(|number| mobile(number).as_str().to_owned()).collect();
        assert_eq!(numbers, all);
        let sent = "select count(*) from messages where state = 'sent'";
        assert_eq!(count(&t.platform, sent, args![]).await, i64::try_from(texts).unwrap());
    }
}
