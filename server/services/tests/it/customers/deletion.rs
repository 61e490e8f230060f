use crate::{audited, count};
use domain::identity::Plane;
use services::{
    args, both_engines, customers,
    db::Db,
    error::{Conflict, Error},
    flash::{self, Flash},
    random,
    repairs::{Incoming, report},
    testing::{Stage, Test, session},
};

fn fixed(sql: String) -> &'static str {
    sql.leak()
}

async fn texts(db: &Db, sql: String) -> Vec<String> {
    let rows: Vec<(String,)> = db.all(fixed(sql), vec![]).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

async fn tables(db: &Db) -> Vec<String> {
    let names = if db.engine_name() == "sqlite" {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    } else {
        "select tablename::text from pg_tables where schemaname = 'public'"
    };
    texts(db, names.to_owned()).await
}

/// Tables in which a text is still written somewhere, however long the cell.
async fn tables_with(db: &Db, wanted: &str) -> Vec<String> {
    let is_sqlite = db.engine_name() == "sqlite";
    let mut found = Vec::new();
    for table in tables(db).await {
        let columns = if is_sqlite {
            format!("select name from pragma_table_info('{table}')")
        } else {
            format!("select column_name::text from information_schema.columns where table_name = '{table}'")
        };
        for column in texts(db, columns).await {
            let cell = if is_sqlite {
                format!("cast({column} as text)")
            } else {
                format!("{column}::text")
            };
            let sql = format!("select count(*) from {table} where {cell} like '%{wanted}%'");
            let (hits,): (i64,) = db.one(fixed(sql), vec![]).await.unwrap();
            if hits > 0 && !found.contains(&table) {
                found.push(table.clone());
            }
        }
    }
    found.sort();
    found
}

fn picture() -> Incoming {
    Incoming {
        jpeg: vec![0xff, 0xd8, 0xff, 0xd9],
        sha256: random::token(),
    }
}

both_engines! {
    async fn nothing_about_a_deleted_customer_is_left_but_what_the_receipt_names(test: Test) {
        let sam = test.staff("Sam").await;
        let offer = test.offer().await;
        let (megan, imran) = (test.tenant("Megan").await, test.tenant("Imran").await);
        let id = megan.customer.id.clone();
        let repair = megan.report(&offer).await;
        let draft = megan.draft(&offer, &offer.tap).await;
        let photo = report::add_photo(&megan.ctx, &draft, "tap.jpg", picture()).await.unwrap();
        session(&test.platform, Plane::Portal, id.as_str(), Stage::Full).await;
        customers::add_note(&sam, Some(&id), "Call after five").await.unwrap();
        flash::keep(&megan.ctx, "browser", "/", id.as_str(), &Flash::default()).await.unwrap();
        test.work().await;
        customers::record(&sam, &id).await.unwrap();
        customers::record(&sam, &imran.customer.id).await.unwrap();

        let shown = customers::about_to_delete(&sam, &id).await.unwrap();
        let receipt_id = customers::delete(&sam, Some(&id)).await.unwrap();
        test.work().await;

        let receipt = customers::receipt(&sam, &receipt_id).await.unwrap();
        assert_eq!((&receipt.removed, &receipt.kept), (&shown.removed, &shown.kept), "what was announced is what was done");
        for (what, number) in [("sessions", 1), ("drafts", 1), ("photos", 1), ("notes", 1), ("tenancies", 1)] {
            assert_eq!(receipt.removed.get(what), Some(&number), "{what}");
        }
        assert_eq!(receipt.kept.get("repairs"), Some(&1));
        assert_eq!(tables_with(&test.platform.db, megan.email.as_str()).await, Vec::<String>::new());
        assert_eq!(tables_with(&test.platform.db, "Megan").await, ["homes", "repairs"], "the tenancy of the repair that has to be done");
        assert_eq!(tables_with(&test.platform.db, "Call after five").await, Vec::<String>::new());
        assert_eq!(tables_with(&test.platform.db, id.as_str()).await, ["audit", "customer_deletions"]);
        assert!(matches!(test.platform.photos.read(&photo).await, Err(Error::NotFound)));
        let kept = "select count(*) from repairs where id = $1 and customer_id is null";
        assert_eq!(count(&test.platform, kept, args![repair.as_str()]).await, 1);
        assert_eq!(audited(&test.platform, "customer.deleted", id.as_str()).await, 1);
        let told = test.mail.sent_to(megan.email.as_str());
        assert!(told.last().is_some_and(|mail| mail.text.contains("was deleted")), "they are told");
        assert!(matches!(customers::record(&sam, &id).await, Err(Error::NotFound)));
        assert!(customers::record(&sam, &imran.customer.id).await.is_ok());
        assert!(matches!(customers::delete(&sam, Some(&id)).await, Err(Error::NotFound)));
    }

    async fn invitations_and_wishes_of_the_same_mailbox_go_with_the_account(test: Test) {
        let sam = test.staff("Sam").await;
        let (megan, imran) = (test.tenant("Megan").await, test.tenant("Imran").await);
        let db = &test.platform.db;
        // She was invited, lost the mail, asked for an account herself, and asked once more later from another mailbox.
        for (number, email) in [megan.email.as_str(), imran.email.as_str()].into_iter().enumerate() {
            let invite = "insert into invites (id, email, first_name, last_name, language, person_reference, search, invited_by, tries_left, created_at)
                values ($1, $2, 'Megan', 'Price', 'en', '', 'megan price', (select min(id) from staff), 5, 1)";
            db.execute(invite, args![format!("invite-{number}"), email]).await.unwrap();
        }
        let wish = "insert into registrations (id, browser_hash, state, reference, surname, email, password_hash, language, created_at, person_id)
            values ($1, $2, 'open', '40028', 'Price', $3, '', 'en', 1, $4)";
        let person: (String,) = db.one("select person_id from customers where id = $1", args![megan.customer.id.as_str()]).await.unwrap();
        for (id, email, person) in [
            ("own", megan.email.as_str(), ""),
            ("again", "megan.new@example.org", person.0.as_str()),
            ("other", "stranger@example.org", ""),
        ] {
            db.execute(wish, args![id, id.as_bytes(), email, person]).await.unwrap();
            let code = "insert into registration_codes (owner, purpose, code_hash, tries_left, expires_at) values ($1, 'email', $2, 5, 1)";
            db.execute(code, args![id, id.as_bytes()]).await.unwrap();
        }
        let shown = customers::about_to_delete(&sam, &megan.customer.id).await.unwrap();
        let receipt = customers::delete(&sam, Some(&megan.customer.id)).await.unwrap();
        let receipt = customers::receipt(&sam, &receipt).await.unwrap();
        assert_eq!(receipt.removed, shown.removed);
        assert_eq!((receipt.removed["invites"], receipt.removed["registrations"]), (1, 2));
        test.work().await;
        for text in [megan.email.as_str(), "megan.new@example.org"] {
            assert_eq!(tables_with(db, text).await, Vec::<String>::new(), "{text}");
        }
        let left = texts(db, "select owner from registration_codes union all select id from registrations union all select id from invites".into()).await;
        assert_eq!(left, ["other", "other", "invite-1"], "what others have stays");
    }

    async fn homes_that_others_live_in_stay(test: Test) {
        let sam = test.staff("Sam").await;
        let imran = test.tenant("Imran").await;
        let aisha = test.joint_tenant("Aisha", &imran).await;
        customers::delete(&sam, Some(&imran.customer.id)).await.unwrap();
        let homes = "select count(*) from homes where tenancy_id = $1";
        assert_eq!(count(&test.platform, homes, args![imran.tenancy.as_str()]).await, 1);
        customers::delete(&sam, Some(&aisha.customer.id)).await.unwrap();
        assert_eq!(count(&test.platform, homes, args![imran.tenancy.as_str()]).await, 0);
    }

    async fn a_repair_on_its_way_holds_the_deletion_up(test: Test) {
        let sam = test.staff("Sam").await;
        let offer = test.offer().await;
        let megan = test.tenant("Megan").await;
        megan.report(&offer).await;
        let refusal = customers::delete(&sam, Some(&megan.customer.id)).await.unwrap_err();
        assert!(matches!(refusal, Error::Conflict(Conflict::RepairOnItsWay)));
        test.work().await;
        customers::delete(&sam, Some(&megan.customer.id)).await.unwrap();
    }

    async fn an_old_proof_deletes_nobody_and_two_presses_are_one(test: Test) {
        let sam = test.staff("Sam").await;
        let megan = test.tenant("Megan").await;
        let (one, two) = tokio::join!(customers::delete(&sam, Some(&megan.customer.id)), customers::delete(&sam, Some(&megan.customer.id)));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
        assert_eq!(count(&test.platform, "select count(*) from customer_deletions", args![]).await, 1);
        let imran = test.tenant("Imran").await;
        test.clock.advance_secs(601);
        assert!(matches!(customers::delete(&sam, Some(&imran.customer.id)).await, Err(Error::ProveFirst)));
        assert!(matches!(customers::about_to_delete(&sam, &imran.customer.id).await, Err(Error::ProveFirst)));
    }

    async fn every_table_that_tells_of_a_customer_goes_with_them(test: Test) {
        // Tables whose rows stay: they only lose the name, or hold what the receipt says is kept.
        const STAY: [&str; 4] = ["repairs", "repair_photos", "audit", "customer_deletions"];
        let db = &test.platform.db;
        let is_sqlite = db.engine_name() == "sqlite";
        for table in tables(db).await {
            let columns = if is_sqlite {
                format!("select name from pragma_table_info('{table}')")
            } else {
                format!("select column_name::text from information_schema.columns where table_name = '{table}'")
            };
            let tells = texts(db, columns).await.into_iter().any(|column| column == "customer_id" || (column == "account_id" && table.starts_with("portal_")));
            if !tells || STAY.contains(&table.as_str()) {
                continue;
            }
            let cascades = if is_sqlite {
                format!("select \"table\" from pragma_foreign_key_list('{table}') where \"table\" = 'customers' and on_delete = 'CASCADE'")
            } else {
                format!("select conrelid::regclass::text from pg_constraint where contype = 'f' and confdeltype = 'c'
                    and conrelid = '{table}'::regclass and confrelid = 'customers'::regclass")
            };
            assert!(!texts(db, cascades).await.is_empty(), "{table} keeps rows of deleted customers: give its column 'references customers (id) on delete cascade'");
        }
    }
}
