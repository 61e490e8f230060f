use crate::{
    on_both_engines,
    site::{Person, Site},
};

on_both_engines! {
    async fn readiness_ends_with_the_database_and_life_goes_on(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let ready = megan.get("/readyz").await;
        assert_eq!(ready.status, 200);
        assert_eq!(ready.text(), r#"{"database":true,"migrations":true,"vault":true}"#);
        site.node.platform.db.close().await;
        let ready = megan.get("/readyz").await;
        assert_eq!(ready.status, 503);
        assert!(ready.text().contains(r#""database":false"#));
        assert_eq!(megan.get("/healthz").await.status, 200);
        // Pages say so in words, and when to come back.
        for answer in [megan.get("/").await, megan.post("/api/portal/repairs/category", &[]).await] {
            assert_eq!(answer.status, 503);
            assert!(!answer.header("retry-after").is_empty() && answer.says("Nothing was lost"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_is_told_under_any_name() {
    let site = Site::on_sqlite().await;
    let balancer = site.visitor();
    for path in ["/healthz", "/readyz"] {
        let answer = balancer.send(balancer.named("10.0.0.7:8080", "GET", path)).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    site.stop().await;
}
