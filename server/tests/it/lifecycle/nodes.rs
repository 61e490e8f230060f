//! Several nodes on one database (SEC-R2, R10).

use crate::site::{Node, Person, TAP, World, eventually, reference, repair_of, seed};
use services::testing::Engine;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_start_at_once_and_raise_each_report_once() {
    const REPORTS: usize = 6;
    let world = World::start(Engine::Postgres).await;
    let (one, other) = tokio::join!(Node::start(world.config()), Node::start(world.config()));
    seed(&one.platform, &world.cx.demo_people()).await;
    let megan = one.visitor().signed_in(&world, Person::MEGAN).await;
    let mut references = Vec::new();
    for number in 0..REPORTS {
        // One step here, the next there.
        let (here, there) = if number % 2 == 0 {
            (&one, &other)
        } else {
            (&other, &one)
        };
        let draft = megan.at(here.address).draft(TAP).await;
        let fields = [("draft", draft.as_str())];
        let (at_one, at_other) = (megan.at(here.address), megan.at(there.address));
        let (first, second) = tokio::join!(
            at_one.post("/api/portal/repairs/report", &fields),
            at_other.post("/api/portal/repairs/report", &fields),
        );
        let repair = repair_of(&first);
        assert_eq!(
            repair_of(&second),
            repair,
            "two presses on two nodes are one report"
        );
        references.push(reference(&megan.at(there.address), &repair).await);
    }
    eventually("all deliveries", || async {
        let ledger = world.ledger().await;
        (ledger["repairs"].as_object().unwrap().len() == REPORTS).then_some(())
    })
    .await;
    let ledger = world.ledger().await;
    for reference in &references {
        let repair = &ledger["repairs"][reference];
        assert_eq!(repair["accepted"], 1, "{reference}");
        assert_eq!(repair["requests"], 1, "{reference} was asked for once");
    }
    eventually("one mail for each report", || async {
        let mails = world.mails_to(Person::MEGAN.email).await;
        let about = mails
            .iter()
            .filter(|mail| references.iter().any(|reference| mail.contains(reference)));
        (about.count() == REPORTS).then_some(())
    })
    .await;
    // Whoever signs out at one node is out at the other.
    let there = megan.copy().at(other.address);
    assert_eq!(there.get("/").await.status, 200);
    megan.post("/api/portal/sign-out", &[]).await;
    assert_eq!(there.get("/").await.leads_to(), "/sign-in");
    world.stop([one, other]).await;
}
