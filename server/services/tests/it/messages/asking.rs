//! Messages of which nobody told anything: asked about after an hour, ever less often, by one node, and not for ever.

use super::*;
use domain::messages::{State, Why};
use services::{
    context::Platform,
    messages::ask_due,
    ports::{PortError, Trouble, messages::Taken},
    testing::Test,
};

const HOUR: i64 = 3600;

async fn ask(platform: &Arc<Platform>) -> usize {
    ask_due(platform).await.unwrap()
}

/// Sends one text and gives its name there.
async fn sent(t: &Test) -> String {
    queue(t, 1, "about").await;
    t.work().await;
    message(t).await.3
}

fn told(name: &str, state: State, why: Option<Why>) -> Taken {
    Taken {
        vendor_id: name.to_owned(),
        state,
        why,
    }
}

both_engines! {
    async fn a_text_that_nobody_tells_of_is_asked_about_after_an_hour(t: Test) {
        let name = sent(&t).await;
        t.clock.advance_secs(HOUR - 1);
        assert_eq!(ask(&t.platform).await, 0);
        t.clock.advance_secs(1);
        t.text.fate(&name, Ok(Some(told(&name, State::Failed, Some(Why::Unreachable)))));
        assert_eq!((ask(&t.platform).await, ask(&t.platform).await), (1, 0));
        let (_, state, why, _) = message(&t).await;
        assert_eq!((state.as_str(), why.as_str()), ("failed", "unreachable"));
        t.clock.advance_secs(100 * HOUR);
        assert_eq!(ask(&t.platform).await, 0);
        assert_eq!(t.text.asked_about(), [name]);
        assert_eq!(messages::failures(&t.staff("Sian").await, None).await.unwrap().len(), 1);
    }

    async fn news_that_came_spare_the_question(t: Test) {
        sent(&t).await;
        let (id, ..) = message(&t).await;
        hear(&t, &format!("{id} delivered")).await;
        t.clock.advance_secs(100 * HOUR);
        assert_eq!((ask(&t.platform).await, message(&t).await.1.as_str()), (0, "delivered"));
        // Who gives no names cannot be asked: a mail server.
        t.tenant("Megan").await.report(&t.offer().await).await;
        t.work().await;
        let mails = "select count(*) from messages where channel = 'mail' and state = 'sent' and ask_at is null";
        assert_eq!(count(&t.platform, mails, args![]).await, 1);
    }

    async fn questions_become_rare_and_end_after_three_days(t: Test) {
        let name = sent(&t).await;
        t.text.fate(&name, Ok(None));
        let mut asked_at = Vec::new();
        for minutes in 0..80 * 60 {
            if ask(&t.platform).await > 0 {
                asked_at.push(minutes / 60);
            }
            t.clock.advance_secs(60);
        }
        assert_eq!(asked_at, [1, 2, 4, 8, 16, 28, 40, 52, 64]);
        let (id, state, why, _) = message(&t).await;
        assert_eq!((state.as_str(), why.as_str()), ("unknown", ""));
        // News that come after all are believed.
        assert_eq!(hear(&t, &format!("{id} sent")).await, Heard::Noted);
        assert_eq!(message(&t).await.1, "unknown");
        hear(&t, &format!("{id} delivered")).await;
        assert_eq!(message(&t).await.1, "delivered");
    }

    async fn a_vendor_that_is_away_is_left_alone_and_the_end_comes_all_the_same(t: Test) {
        for number in 1..=3 {
            queue(&t, number, "about").await;
        }
        t.work().await;
        let names: Vec<(String,)> = t.platform.db.all("select vendor_id from messages", args![]).await.unwrap();
        for (name,) in &names {
            t.text.fate(name, Err(PortError::Unavailable(Trouble::Resting)));
        }
        t.clock.advance_secs(HOUR);
        assert_eq!(ask(&t.platform).await, 0);
        assert_eq!(t.text.asked_about().len(), 1, "nobody else is asked about either");
        t.clock.advance_secs(10 * 60 - 1);
        assert_eq!(ask(&t.platform).await, 0);
        assert_eq!(t.text.asked_about().len(), 1);
        for (at, (name,)) in names.iter().enumerate() {
            let state = if at == 0 { State::Delivered } else { State::Sent };
            t.text.fate(name, Ok(Some(told(name, state, None))));
        }
        t.clock.advance_secs(1);
        assert_eq!(ask(&t.platform).await, 3);
        // Nobody passes texts on any more.
        let owner = t.staff("Olwen").await;
        services::integrations::disable(
            &owner,
            domain::integrations::Slot::Text,
            domain::integrations::Mode::Live,
            1,
        )
        .await
        .unwrap();
        t.clock.advance_secs(72 * HOUR);
        assert_eq!(ask(&t.platform).await, 0);
        let unknown = "select count(*) from messages where state = 'unknown'";
        assert_eq!(count(&t.platform, unknown, args![]).await, 2);
    }

    async fn two_nodes_ask_about_each_once(t: Test) {
        for number in 0..50 {
            queue(&t, number, "about").await;
        }
        t.work().await;
        let node = t.another_node().await;
        t.clock.advance_secs(HOUR);
        let asking = |platform: &Arc<Platform>| {
            let platform = Arc::clone(platform);
            tokio::spawn(async move { while ask_due(&platform).await.unwrap() > 0 {} })
        };
        for asking in [asking(&t.platform), asking(&node), asking(&node)] {
            asking.await.unwrap();
        }
        node.db.close().await;
        let mut names = t.text.asked_about();
        assert_eq!(names.len(), 50);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 50);
        let waiting = "select count(*) from messages where asked = 1 and state = 'sent'";
        assert_eq!(count(&t.platform, waiting, args![]).await, 50);
    }
}
