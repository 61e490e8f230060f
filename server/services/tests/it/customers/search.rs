use crate::count;
use domain::{customers::Query, permissions::BuiltInRole};
use domain::{
    identity::{Email, Language},
    ids::CustomerId,
};
use services::{
    args,
    auth::{self, NewCustomer},
    both_engines,
    context::{Actor, Ctx},
    customers::{self, PAGE_SIZE},
    error::Error,
    random,
    testing::Test,
};

async fn add(test: &Test, first: &str, last: &str, email: &str) -> CustomerId {
    let now = test.platform.clock.now();
    let customer = NewCustomer {
        id: CustomerId::parse(&random::id(now)).unwrap(),
        email: Email::parse(email).unwrap(),
        password_hash: "none".into(),
        first_name: first.into(),
        last_name: last.into(),
        person_id: format!("P-{email}"),
        language: Language::English,
    };
    let row = customer.clone();
    let added = test
        .platform
        .db
        .tx(move |tx| async move { auth::add_customer(&tx, &row, now).await });
    assert!(added.await.unwrap());
    customer.id
}

async fn found(ctx: &Ctx, typed: &str) -> Vec<String> {
    let page = customers::find(ctx, Query::parse(typed).as_ref(), None)
        .await
        .unwrap();
    page.rows.into_iter().map(|row| row.email).collect()
}

both_engines! {
    async fn a_customer_is_found_by_name_email_reference_postcode_and_address(test: Test) {
        let staff = test.staff("Sam").await;
        let megan = test.tenant("Megan").await;
        add(&test, "Siân", "O'Connor", "sian@example.com").await;
        add(&test, "محمد", "علي", "ali@example.com").await;
        let only_megan = vec![megan.email.as_str().to_owned()];
        for typed in ["megan", "MEG", "megan@example.org", "T-tenancy-Megan", "ll57 1aa megan", "LL571AA", "1 high street bangor"] {
            assert_eq!(found(&staff, typed).await, only_megan, "{typed}");
        }
        for typed in ["sian oconnor", "O’Connor Siân", "connor", "o connor"] {
            assert_eq!(found(&staff, typed).await, ["sian@example.com"], "{typed}");
        }
        assert_eq!(found(&staff, "علي").await, ["ali@example.com"]);
        for typed in ["nobody", "megan oconnor", "\"", "' & 'x':*", "a* OR b", "%", "\u{0}megann"] {
            let matches = Query::parse(typed).map_or(3, |_| 0);
            assert_eq!(found(&staff, typed).await.len(), matches, "{typed}");
        }
    }

    async fn hostile_words_find_nothing_and_break_nothing(test: Test) {
        let staff = test.staff("Sam").await;
        add(&test, "Megan", "Price", "megan@example.com").await;
        let long = "a".repeat(100_000);
        let many = "megan ".repeat(10_000);
        assert!(found(&staff, &long).await.is_empty());
        assert_eq!(found(&staff, &many).await.len(), 1);
        for typed in ["NEAR(a b)", "words:megan", "{megan}", "^megan", "megan')", "megan':*|'x", "\u{202e}megan", "🏠"] {
            let page = customers::find(&staff, Query::parse(typed).as_ref(), None).await;
            assert!(page.is_ok(), "{typed}");
        }
    }

    async fn pages_have_no_gaps_and_no_repeats(test: Test) {
        let staff = test.staff("Sam").await;
        let total = usize::try_from(PAGE_SIZE).unwrap() * 2 + 7;
        for number in 0..total {
            add(&test, if number % 3 == 0 { "Megan" } else { "Imran" }, "Price", &format!("p{number}@example.com")).await;
        }
        for (typed, expected) in [("", total), ("price", total), ("p", total), ("meg", total.div_ceil(3)), ("pri megan", total.div_ceil(3))] {
            let query = Query::parse(typed);
            let (mut before, mut numbers) = (None, Vec::new());
            loop {
                let page = customers::find(&staff, query.as_ref(), before).await.unwrap();
                numbers.extend(page.rows.iter().map(|row| row.number));
                before = numbers.last().copied();
                if !page.has_older {
                    break;
                }
            }
            assert_eq!(numbers.len(), expected, "{typed}");
            assert!(numbers.is_sorted_by(|a, b| a > b), "{typed}");
        }
    }

    async fn whatever_changes_is_found_anew_also_without_being_told(test: Test) {
        let staff = test.staff("Sam").await;
        let megan = test.tenant("Megan").await;
        // Another slice, another version of the program, or somebody by hand.
        for (sql, row) in [
            ("update customers set last_name = $2 where id = $1", args![megan.customer.id.as_str(), "Pritchard"]),
            ("update homes set address = $2 where tenancy_id = $1", args![megan.tenancy.as_str(), "9 Elm Road\nTelford\nTF1 2AB"]),
        ] {
            test.platform.db.execute(sql, row).await.unwrap();
        }
        assert_eq!(customers::index_waiting(&test.platform).await.unwrap(), 1);
        assert_eq!(found(&staff, "pritchard tf12ab").await.len(), 1);
        assert!(found(&staff, "ll57").await.is_empty(), "the old address is forgotten");
        assert_eq!(customers::index_waiting(&test.platform).await.unwrap(), 0);
    }

    async fn those_of_before_this_feature_are_listed_at_once_and_found_when_the_worker_has_come_by(test: Test) {
        let staff = test.staff("Sam").await;
        for number in 0..300 {
            let sql = "insert into customers (id, email, password_hash, name, last_name, person_id, language, created_at)
                values ($1, $2, '', 'Old', 'Tenant', '', 'en', 0)";
            let row = args![random::id(test.platform.clock.now()), format!("old{number}@example.com")];
            test.platform.db.execute(sql, row).await.unwrap();
        }
        assert!(found(&staff, "old tenant").await.is_empty());
        assert_eq!(customers::find(&staff, None, None).await.unwrap().rows.len(), 50);
        let other = test.another_node().await;
        let (one, two) = tokio::join!(customers::index_waiting(&test.platform), customers::index_waiting(&other));
        assert!(one.unwrap() + two.unwrap() >= 300);
        assert_eq!(found(&staff, "old tenant").await.len(), 50);
        assert_eq!(count(&test.platform, "select count(*) from customer_search where hash = ''", args![]).await, 0);
    }

    async fn only_staff_who_may_read_customers_find_any(test: Test) {
        let tenant = test.tenant("Megan").await;
        for (ctx, expected) in [(tenant.ctx.clone(), "denied"), (test.ctx(Actor::Nobody), "sign in"), (test.staff_as("Con", BuiltInRole::Content).await, "denied")] {
            let refusal = customers::find(&ctx, None, None).await.unwrap_err();
            let found = match refusal { Error::SignIn => "sign in", Error::Denied => "denied", _ => "something else" };
            assert_eq!(found, expected);
            assert!(customers::find_quickly(&ctx, None).await.is_err());
            assert!(customers::record(&ctx, &tenant.customer.id).await.is_err());
            assert!(customers::export_began(&ctx).await.is_err());
            assert!(customers::export_part(&ctx, None).await.is_err());
        }
    }

    async fn the_list_is_taken_out_whole_and_its_number_is_on_record(test: Test) {
        let staff = test.staff("Sam").await;
        let megan = test.tenant("Megan").await;
        add(&test, "=cmd|' /C calc'!A0", "+1", "evil@example.com").await;
        let mut file = customers::export_began(&staff).await.unwrap();
        let mut key = None;
        while let Some((lines, next)) = customers::export_part(&staff, key.as_deref()).await.unwrap() {
            file += &lines;
            key = Some(next);
        }
        assert_eq!(file.lines().count(), 3);
        assert!(file.contains(megan.email.as_str()) && file.contains("\"1 High Street, Bangor, LL57 1AA\""));
        assert!(file.contains("'=cmd") && file.contains(",'+1,"));
        let sql = "select count(*) from audit where event = 'customers.exported' and detail = '2'";
        assert_eq!(count(&test.platform, sql, args![]).await, 1);
        test.clock.advance_secs(601);
        assert!(matches!(customers::export_began(&staff).await, Err(Error::ProveFirst)));
    }
}
