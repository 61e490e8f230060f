//! A landlord sets up who passes messages on, in the console; the simulators take the place of the real ones.

use super::*;
use crate::site::{STAFF, Site};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_texts_is_set_up_and_tried_at_once() {
    let site = Site::on_sqlite().await;
    let by_notify = notify_sim::start(notify_sim::Options::default()).await.unwrap();
    let staff = site.visitor().signed_in(&site.world, STAFF).await;
    let here = "/console/integrations/text/notify";
    let page = staff.get(here).await;
    assert!(
        page.says("https://tenant.example.org/hooks/text"),
        "{}",
        page.text()
    );
    let form = page.form("/api/console/integrations/notify");
    let whole = form
        .clone()
        .with("notify_url", &by_notify.base_url)
        .with("notify_key", &notify_options().api_key())
        .with("notify_template", notify_sim::TEXT_TEMPLATE)
        .with("notify_token", CALLBACK_TOKEN);
    let saved = staff.submit(whole.clone()).await;
    assert_eq!(saved.leads_to(), here);
    assert!(staff.get(here).await.says("Saved. It is in use now."));
    site.node
        .platform
        .text_of(domain::integrations::Mode::Live)
        .unwrap()
        .test()
        .await
        .unwrap();
    let page = staff.get(here).await;
    assert!(!page.text().contains(CALLBACK_TOKEN) && !page.text().contains(&notify_options().secret));
    // The template of another kind is found out at once; a key that is none is not saved.
    let form = page.form("/api/console/integrations/notify");
    staff
        .submit(
            form.with("notify_url", &by_notify.base_url)
                .with("notify_template", notify_sim::EMAIL_TEMPLATE),
        )
        .await;
    assert!(staff.get(here).await.says("The template there does not fit"));
    let form = staff.get(here).await.form("/api/console/integrations/notify");
    staff
        .submit(
            form.with("notify_url", &by_notify.base_url)
                .with("notify_template", notify_sim::TEXT_TEMPLATE)
                .with("notify_key", "no-key-at-all"),
        )
        .await;
    assert!(staff.get(here).await.says("This is not a key of GOV.UK Notify"));

    let here = "/console/integrations/text/twilio";
    let form = staff.get(here).await.form("/api/console/integrations/twilio");
    let refused = staff.submit(form.with("twilio_account", "AC1")).await;
    assert_eq!(refused.leads_to(), here);
    assert!(staff.get(here).await.says("An Account SID begins with AC"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mail_server_is_changed_and_tried_at_once() {
    let site = Site::on_sqlite().await;
    let staff = site.visitor().signed_in(&site.world, STAFF).await;
    let here = "/console/integrations/mail/smtp";
    let page = staff.get(here).await;
    assert!(page.says("repairs@example.org"), "{}", page.text());
    let address = site.world.smtp.smtp_addr;
    let filled = |port: u16| {
        page.form("/api/console/integrations/smtp")
            .with("smtp_host", &address.ip().to_string())
            .with("smtp_port", &port.to_string())
            .with("smtp_security", "plain")
            .with("from_name", "Other Homes")
            .with("from_address", "other@example.org")
    };
    staff.submit(filled(address.port())).await;
    assert!(staff.get(here).await.says("Saved. It is in use now."));
    let tested = staff
        .submit(staff.get(here).await.form("/api/console/integrations/test"))
        .await;
    assert_eq!(tested.leads_to(), here);
    let kept = &site.world.smtp.messages()[0];
    assert_eq!(
        (kept.from.as_str(), kept.to.as_str()),
        ("Other Homes <other@example.org>", STAFF.email)
    );
    // Somebody who saw the older version changes nothing.
    let stale = staff.submit(filled(9)).await;
    assert_eq!(stale.leads_to(), here);
    site.node
        .platform
        .mail_of(domain::integrations::Mode::Live)
        .unwrap()
        .test()
        .await
        .unwrap();
    site.stop().await;
}
