use crate::{
    on_both_engines,
    site::{Person, Site, eventually},
};

on_both_engines! {
    async fn readiness_ends_with_the_database_and_life_goes_on(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let ready = megan.get("/readyz").await;
        assert_eq!(ready.status, 200);
        assert!(ready.text().contains(r#""database":true"#) && ready.text().contains(r#""vault":true"#));
        // The code of Megan's sign-in went out; nodes tell each other of it every second.
        eventually("the state of the mail server", || async {
            megan.get("/readyz").await.text().contains(r#""mail":"connected""#).then_some(())
        })
        .await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_are_for_those_who_hold_the_token() {
    let site = Site::on_sqlite().await;
    // Whoever signs in is sent a code by mail.
    let prometheus = site.signed_in(Person::MEGAN).await;
    assert_eq!(prometheus.get("/metrics").await.status, 404);
    let with = |token: &'static str| {
        let request = prometheus.request("GET", "/metrics");
        prometheus.send(request.header("authorization", format!("Bearer {token}")))
    };
    for stranger in ["metrics-tokens", "metrics-toke", ""] {
        assert_eq!(with(stranger).await.status, 404, "{stranger}");
    }
    for line in [
        "# TYPE tenantwise_integration_state gauge",
        r#"tenantwise_integration_state{slot="mail",state="connected"} 1"#,
        r#"tenantwise_integration_state{slot="mail",state="failing"} 0"#,
        r#"tenantwise_integration_faults_last_hour{slot="mail"} 0"#,
        r#"tenantwise_integration_waiting{slot="housing"} 0"#,
    ] {
        eventually(line, || async {
            with("metrics-token").await.text().contains(line).then_some(())
        })
        .await;
    }
    site.stop().await;
}
