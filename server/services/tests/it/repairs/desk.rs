use services::{
    both_engines,
    error::Error,
    repairs::{Before, desk},
    testing::{Answer, Op, Test},
};

both_engines! {
    async fn staff_see_what_was_reported_and_whether_it_arrived(t: Test) {
        let (tenant, offer, staff) = (t.tenant("Megan").await, t.offer().await, t.staff("Sian").await);
        let arrived = tenant.report(&offer).await;
        t.work().await;
        t.clock.advance_secs(1);
        let refused = tenant.report(&offer).await;
        t.housing.script(Op::Raise, [Answer::Rejected("unknown-sor")]);
        t.work().await;
        let all = desk::list(&staff, false, None).await.unwrap().rows;
        let told = |id: &str| all.iter().find(|row| row.id == id).map(|row| (row.delivery.as_str(), row.last_error.as_str()));
        assert_eq!(told(arrived.as_str()), Some(("done", "")));
        assert_eq!(told(refused.as_str()), Some(("dead", "unknown-sor")));
        assert_eq!((all[0].customer_name.as_str(), all.len()), ("Megan", 2));
        let waiting = desk::list(&staff, true, None).await.unwrap().rows;
        assert_eq!(waiting.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), [refused.as_str()]);
        let record = desk::record(&staff, &refused).await.unwrap();
        assert_eq!(record.deliveries.len(), 2);
        assert_eq!(record.details.tenancy_reference, "T-tenancy-Megan");
    }

    async fn the_desk_pages_through_every_report_once(t: Test) {
        let (tenant, offer, staff) = (t.tenant("Megan").await, t.offer().await, t.staff("Sian").await);
        for _ in 0..55 {
            tenant.report(&offer).await;
        }
        let first = desk::list(&staff, false, None).await.unwrap();
        assert_eq!((first.rows.len(), first.has_older), (50, true));
        let last = first.rows.last().unwrap();
        let before = Before { reported_at: domain::dates::Millis(last.received_at), id: last.id.clone() };
        let second = desk::list(&staff, true, Some(&before)).await.unwrap();
        assert_eq!((second.rows.len(), second.has_older), (5, false));
        assert!(second.rows.iter().all(|row| first.rows.iter().all(|other| other.id != row.id)));
    }

    async fn tenants_and_strangers_do_not_reach_the_desk(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        assert!(matches!(desk::list(&tenant.ctx, false, None).await, Err(Error::Denied)));
        assert!(matches!(desk::record(&tenant.ctx, &repair).await, Err(Error::Denied)));
        let stranger = t.ctx(services::context::Actor::Nobody);
        assert!(matches!(desk::list(&stranger, false, None).await, Err(Error::SignIn)));
    }
}
