//! Asking for an account: the same answers for everybody, two mailboxes, staff, letters.

mod ask;
mod desk;
mod letters;
mod look_up;
mod mobile;

use domain::{
    dates::Day,
    forms::{Code, Form},
    identity::{CodeEntry, Email, Plane},
    registration::AskForm,
};
use services::{
    args,
    auth::{self, Browser, Session},
    context::{Actor, Ctx},
    error::{Error, Result},
    ports::housing::{Asset, ContactKind, ContactMethod, Person, PersonRecord, Role, Tenancy},
    registration::{self, Progress, Proved},
    testing::Test,
};

const SIAN: &str = "sian.oconnor@example.org";
const OTHER: &str = "other@example.org";

fn method(kind: ContactKind, value: &str) -> ContactMethod {
    ContactMethod {
        id: value.into(),
        kind,
        value: value.into(),
        is_main: true,
        from: None,
        until: None,
        version: "1".into(),
    }
}

/// Somebody on record who holds the tenancy `T100039` and is reached by `methods`.
fn on_record(t: &Test, id: &str, surname: &str, born: &str, methods: Vec<ContactMethod>) {
    t.housing.keep_person(
        PersonRecord {
            person: Person {
                id: id.into(),
                forenames: "Siân Mair".into(),
                surname: surname.into(),
                preferred_name: None,
            },
            reference: format!("4{id}"),
            born: Some(Day(born.into())),
            is_deceased: false,
        },
        methods,
    );
    holds(t, id, None);
    t.housing.keep_asset(Asset {
        id: "home".into(),
        reference: "P1".into(),
        uprn: None,
        address: vec!["1 High Street".into(), "Bangor".into(), "LL57 1AA".into()],
        ..Asset::default()
    });
}

fn holds(t: &Test, id: &str, end: Option<&str>) {
    let tenancy = Tenancy {
        id: "tenancy".into(),
        reference: "T100039".into(),
        role: Role::Main,
        start: None,
        end: end.map(|end| Day(end.into())),
        asset_id: Some("home".into()),
        ..Tenancy::default()
    };
    t.housing.keep_tenancy(id, tenancy);
}

/// Siân, whose mailbox is on record.
fn sian(t: &Test) {
    on_record(
        t,
        "0028",
        "O'Connor",
        "1975-09-09",
        vec![method(ContactKind::Email, SIAN)],
    );
}

fn nobody(t: &Test) -> Ctx {
    t.ctx(Actor::Nobody)
}

fn form(email: &str) -> AskForm {
    AskForm {
        reference: "t1OO 039".into(),
        surname: "oconnor".into(),
        day: "9".into(),
        month: "Medi".into(),
        year: "1975".into(),
        email: email.into(),
        new_password: "three odd words".into(),
        ..AskForm::default()
    }
}

fn with(token: String) -> Browser {
    Browser {
        registration: Some(token),
        address: "192.0.2.7".into(),
        ..Browser::default()
    }
}

async fn ask(t: &Test, form: &AskForm) -> Result<Browser> {
    let cmd = form.parse().map_err(Error::Form)?;
    registration::ask(&nobody(t), cmd, "192.0.2.7").await.map(with)
}

fn entry(code: &str) -> CodeEntry {
    CodeEntry {
        code: code.into(),
        next: String::new(),
    }
}

fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

async fn mailed(t: &Test, address: &str) -> String {
    t.work().await;
    t.mail.newest_code(address).unwrap()
}

async fn prove_email(t: &Test, browser: &Browser, address: &str) -> Proved {
    let code = mailed(t, address).await;
    registration::check_email_code(&nobody(t), entry(&code), browser)
        .await
        .unwrap()
}

async fn progress(t: &Test, browser: &Browser) -> Progress {
    registration::progress(&nobody(t), browser.registration.as_deref())
        .await
        .unwrap()
}

/// Somebody whose typed mailbox is proved and who is not the owner of the one on record.
async fn half_way(t: &Test, form: &AskForm) -> Browser {
    let browser = ask(t, form).await.unwrap();
    let proved = prove_email(t, &browser, &form.email).await;
    assert!(matches!(proved, Proved::GoOn));
    browser
}

fn code_refusal<T: std::fmt::Debug>(outcome: Result<T>) -> Code {
    match outcome {
        Err(Error::Form(errors)) => errors.0[0].code.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn signed_in(t: &Test, proved: Proved) -> Actor {
    let Proved::Entered(tokens) = proved else {
        panic!("nobody came in")
    };
    match auth::look_up(&t.platform, Plane::Portal, Some(&tokens.session))
        .await
        .unwrap()
    {
        Session::Full(actor, _) => actor,
        other => panic!("not signed in: {other:?}"),
    }
}

async fn accounts(t: &Test) -> Vec<(String, String, String)> {
    let sql = "select email, person_id, name from customers order by email";
    t.platform
        .db
        .all::<(String, String, String)>(sql, args![])
        .await
        .unwrap()
}

fn email(address: &str) -> Email {
    Email::parse(address).unwrap()
}
