use domain::forms::{Code, FormErrors};
use services::{
    both_engines,
    context::Actor,
    flash::{self, Flash},
    testing::Test,
};

fn answer(form: &str) -> Flash {
    Flash {
        form: form.to_owned(),
        errors: FormErrors::one("description", Code::Required),
        ..Flash::default()
    }
}

both_engines! {
    async fn an_answer_is_shown_once(t: Test) {
        let ctx = t.ctx(Actor::Nobody);
        flash::keep(&ctx, "browser", "/repairs", "", &answer("a")).await.unwrap();
        assert_eq!(flash::take(&ctx, "browser", "/repairs", "").await.unwrap().flash, Some(answer("a")));
        assert_eq!(flash::take(&ctx, "browser", "/repairs", "").await.unwrap().flash, None);
    }

    async fn another_browser_sees_nothing(t: Test) {
        let ctx = t.ctx(Actor::Nobody);
        flash::keep(&ctx, "browser", "/repairs", "", &answer("a")).await.unwrap();
        assert_eq!(flash::take(&ctx, "another", "/repairs", "").await.unwrap().flash, None);
        assert!(flash::take(&ctx, "browser", "/repairs", "").await.unwrap().flash.is_some());
    }

    async fn another_account_in_the_same_browser_sees_nothing(t: Test) {
        let ctx = t.ctx(Actor::Nobody);
        flash::keep(&ctx, "browser", "/repairs", "megan", &answer("a")).await.unwrap();
        assert_eq!(flash::take(&ctx, "browser", "/repairs", "owain").await.unwrap().flash, None);
        assert_eq!(flash::take(&ctx, "browser", "/repairs", "").await.unwrap().flash, None);
        assert!(flash::take(&ctx, "browser", "/repairs", "megan").await.unwrap().flash.is_some());
    }

    async fn two_tabs_keep_an_answer_each(t: Test) {
        let ctx = t.ctx(Actor::Nobody);
        flash::keep(&ctx, "browser", "/repairs/one", "", &answer("a")).await.unwrap();
        flash::keep(&ctx, "browser", "/repairs/two", "", &answer("b")).await.unwrap();
        let first = flash::take(&ctx, "browser", "/repairs/two", "").await.unwrap();
        assert_eq!((first.flash, first.others_wait), (Some(answer("b")), true));
        let last = flash::take(&ctx, "browser", "/repairs/one", "").await.unwrap();
        assert_eq!((last.flash, last.others_wait), (Some(answer("a")), false));
    }

    async fn an_answer_waits_for_an_hour(t: Test) {
        let ctx = t.ctx(Actor::Nobody);
        flash::keep(&ctx, "browser", "/repairs", "", &answer("a")).await.unwrap();
        t.clock.advance_secs(3600);
        let late = flash::take(&ctx, "browser", "/repairs", "").await.unwrap();
        assert_eq!((late.flash, late.others_wait), (None, false));
        flash::sweep(&ctx).await.unwrap();
        assert_eq!(crate::count(&t.platform, "select count(*) from flashes", services::args![]).await, 0);
    }
}
