//! The end cuts nobody off (SEC-R13).

use crate::site::{Answer, Node, Person, Process, Site, TAP, Visitor, World, eventually, seed};
use serde_json::json;
use services::testing::Engine;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Asks for pages, one after the other on new connections, until nobody listens any more; gives what was cut.
async fn ask_until_nobody_listens(visitor: Visitor, answered: Arc<AtomicUsize>) -> Vec<String> {
    let mut cut = Vec::new();
    loop {
        let request = visitor.request("GET", "/repairs").header("connection", "close");
        let outcome = match request.send().await {
            Ok(response) => Answer::read(response).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(answer) if answer.status == 200 => {
                answered.fetch_add(1, Ordering::SeqCst);
            }
            Ok(answer) => cut.push(format!("status {}", answer.status)),
            Err(error) if error.is_connect() => return cut,
            Err(error) => cut.push(format!("{error:?}")),
        }
        assert!(cut.len() < 10, "{cut:?}");
    }
}

async fn load(visitor: &Visitor) -> (Vec<tokio::task::JoinHandle<Vec<String>>>, Arc<AtomicUsize>) {
    let answered = Arc::new(AtomicUsize::new(0));
    let asking =
        (0..8).map(|_| tokio::spawn(ask_until_nobody_listens(visitor.clone(), Arc::clone(&answered))));
    let asking = asking.collect();
    eventually("some load", || async {
        (answered.load(Ordering::SeqCst) > 50).then_some(())
    })
    .await;
    (asking, answered)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_under_load_answers_everybody_who_was_let_in() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    site.with_copies(&megan).await;
    let (asking, _) = load(&megan).await;
    site.node.stop.cancel();
    for asking in asking {
        assert_eq!(asking.await.unwrap(), Vec::<String>::new(), "cut requests");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_waits_for_the_housing_system_is_finished_first() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    site.world
        .faults(json!([{ "route": "*", "fault": "hang" }]))
        .await;
    let waiting = tokio::spawn({
        let megan = megan.clone();
        async move { megan.get("/").await }
    });
    // It is inside once the housing system has been asked.
    eventually("the page to be under way", || async {
        let faults = site.world.told("faults").await;
        (faults[0]["struck"].as_u64() > Some(0)).then_some(())
    })
    .await;
    site.node.stop.cancel();
    assert_eq!(waiting.await.unwrap().status, 200);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_ends_well_when_it_is_told_to() {
    let world = World::start(Engine::Sqlite).await;
    let node = Node::start(world.config()).await;
    seed(&node.platform, &world.cx.demo_people()).await;
    node.stop().await;
    let process = Process::start(&world).await;
    let megan = process.visitor().signed_in(&world, Person::MEGAN).await;
    megan.report(TAP).await;
    let (asking, _) = load(&megan).await;
    let (ended_well, log) = tokio::time::timeout(Duration::from_secs(30), process.terminate())
        .await
        .unwrap();
    assert!(ended_well, "{log}");
    for asking in asking {
        assert_eq!(asking.await.unwrap(), Vec::<String>::new(), "cut requests");
    }
    world.stop([]).await;
}
