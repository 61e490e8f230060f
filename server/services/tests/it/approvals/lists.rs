//! What is shown to whom.

use super::{approve, asked_for_export, asked_for_sso, refuse};
use domain::permissions::BuiltInRole;
use services::{
    approvals::{self, PAGE_SIZE},
    both_engines,
    context::Actor,
    error::Error,
    testing::Test,
};

both_engines! {
    async fn everybody_sees_what_concerns_them_and_how_much_waits(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let manager = t.staff_as("Mair", BuiltInRole::Manager).await;
        let technician = t.staff_as("Ifan", BuiltInRole::Integrations).await;
        let reader = t.staff_as("Rita", BuiltInRole::ReadOnly).await;
        let export = asked_for_export(&manager).await;
        let sso = asked_for_sso(&t, &olwen).await;
        for (ctx, expected) in [(&olwen, 2), (&rhys, 2), (&manager, 1), (&technician, 1), (&reader, 0)] {
            let found = approvals::list(ctx, None).await.unwrap();
            assert_eq!(found.waiting.len(), expected);
            assert_eq!(approvals::count(ctx).await.unwrap(), i64::try_from(expected).unwrap());
        }
        // Whoever holds the same permission can agree, whatever the role.
        approve(&technician, &sso).await.unwrap();
        refuse(&rhys, &export).await.unwrap();
        let found = approvals::list(&manager, None).await.unwrap();
        assert_eq!((found.waiting.len(), found.over.len()), (0, 1));
        assert_eq!(approvals::count(&olwen).await.unwrap(), 0);
        assert!(matches!(approvals::list(&t.ctx(Actor::Nobody), None).await, Err(Error::SignIn)));
        let tenant = t.tenant("Megan").await;
        assert!(matches!(approvals::count(&tenant.ctx).await, Err(Error::Denied)));
    }

    async fn pages_of_what_is_over_have_no_gaps(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let total = PAGE_SIZE + 3;
        for _ in 0..total {
            let id = asked_for_export(&olwen).await;
            refuse(&rhys, &id).await.unwrap();
        }
        let first = approvals::list(&rhys, None).await.unwrap();
        assert!(first.has_older && first.over.len() == PAGE_SIZE);
        let rest = approvals::list(&rhys, first.over.last().map(|last| &last.id)).await.unwrap();
        assert!(!rest.has_older && rest.over.len() == 3);
        assert!(rest.over.iter().all(|row| row.id < first.over[PAGE_SIZE - 1].id));
        t.clock.advance_secs(366 * 24 * 3600);
        approvals::sweep(&t.platform).await.unwrap();
        assert!(approvals::list(&rhys, None).await.unwrap().over.is_empty());
    }
}
