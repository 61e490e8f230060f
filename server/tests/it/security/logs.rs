//! Nothing that people type is ever logged, at any level (SEC-L1).

use crate::site::{Node, Person, Process, TAP, World, jpeg, one_photo, seed};
use services::testing::Engine;

const PASSWORD: &str = "canary-password-7f3a";
const DESCRIPTION: &str = "canary-description-91bc";
const REASON: &str = "canary-reason-55d0";
const PHOTO: &str = "canary-photo-name-c4";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_holds_no_password_code_token_or_word_of_anybody() {
    let world = World::start(Engine::Sqlite).await;
    let node = Node::start(world.config()).await;
    seed(&node.platform, &world.cx.demo_people()).await;
    node.stop().await;

    let process = Process::start(&world).await;
    let visitor = process.visitor();
    let wrong = [("email", Person::MEGAN.email), ("password", PASSWORD)];
    visitor.post("/api/portal/sign-in", &wrong).await;
    // The boxes of this one cannot be read, the last one's cannot be right.
    visitor
        .send(
            visitor
                .request("POST", "/api/portal/sign-in")
                .body(format!("password={PASSWORD}&%FF")),
        )
        .await;
    visitor
        .send(visitor.script("POST", "/api/portal/sign-in").json(&wrong))
        .await;
    visitor
        .post(
            "/api/portal/sign-in",
            &[("email", PASSWORD), ("password", PASSWORD)],
        )
        .await;
    visitor.give_password(Person::MEGAN).await;
    let half_token = visitor.cookie("__Host-portal").unwrap();
    let code = world.code_after(0, Person::MEGAN.email).await;
    let signed_in = visitor.post("/api/portal/code", &[("code", &code)]).await;
    assert_eq!(signed_in.leads_to(), "/");
    let tokens = [PORTAL, DEVICE].map(|name| visitor.cookie(name).unwrap());

    let draft = visitor.draft(TAP).await;
    let describe = |text: String| {
        let (visitor, draft) = (visitor.clone(), draft.clone());
        async move {
            let fields = [("draft", draft.as_str()), ("description", &text)];
            visitor.post("/api/portal/repairs/description", &fields).await
        }
    };
    describe(format!("{DESCRIPTION} {}", "long ".repeat(400))).await;
    let flash_token = visitor.cookie("__Host-answer").unwrap();
    describe(DESCRIPTION.to_owned()).await;
    visitor
        .upload(&draft, one_photo(&format!("{PHOTO}.jpg"), jpeg(64, 1)))
        .await;
    visitor
        .upload(&draft, one_photo(&format!("{PHOTO}.jpg"), PHOTO.into()))
        .await;
    let page = visitor.get(&format!("/repairs/report/{draft}/check")).await;
    assert!(page.says(DESCRIPTION));
    let repair = crate::site::repair_of(&visitor.submit(page.form("/api/portal/repairs/report")).await);
    let fields = [("repair", repair.as_str()), ("reason", REASON)];
    visitor.post("/api/portal/repairs/cancellation", &fields).await;
    crate::site::eventually("the mail about the repair", || async {
        let mails = world.mails_to(Person::MEGAN.email).await;
        (mails.len() >= 2).then_some(())
    })
    .await;

    let (ended_well, log) = process.terminate().await;
    assert!(ended_well);
    assert!(
        log.contains("request.done") && log.contains("TRACE"),
        "everything is logged"
    );
    let secrets = [
        PASSWORD,
        Person::MEGAN.password,
        DESCRIPTION,
        REASON,
        PHOTO,
        &half_token,
        &flash_token,
    ];
    for secret in secrets.into_iter().chain(tokens.iter().map(String::as_str)) {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {}", line.unwrap());
    }
    // Six digits may be a part of other numbers.
    let stands_alone = |line: &&str| {
        line.split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .any(|word| word == code)
    };
    assert!(log.lines().find(stands_alone).is_none(), "the code is in the log");
    world.stop([]).await;
}

const PORTAL: &str = "__Host-portal";
const DEVICE: &str = "__Host-portal-device";
