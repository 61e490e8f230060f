//! Invitations: the link, the extra fact, reminders.

use crate::{audited, count};
use domain::{
    dates::Day,
    forms::Code,
    identity::{Email, Language, Plane},
    ids::InviteId,
    invites::{Claimed, NewInvite, State},
    permissions::BuiltInRole,
};
use futures_util::future::join_all;
use services::{
    args,
    auth::{self, Browser, Session},
    both_engines,
    context::Ctx,
    error::{Conflict, Error},
    invites::{self, Filter, Invite, Opened},
    testing::Test,
};

const MAIL: &str = "sian@example.org";
const PASSWORD: &str = "walrus kettle monday";

fn sian() -> NewInvite {
    NewInvite {
        first_name: "Siân".into(),
        last_name: "O'Connor".into(),
        email: Email::parse(MAIL).unwrap(),
        language: Language::Welsh,
        person: String::new(),
        born: None,
    }
}

/// The token of the newest mail.
async fn token(t: &Test) -> String {
    t.work().await;
    let text = t.mail.sent_to(MAIL).pop().unwrap().text;
    let (_, rest) = text
        .split_once("https://tenants.example.org/invite?token=")
        .unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn only(staff: &Ctx) -> Invite {
    let page = invites::list(staff, &Filter::default(), None).await.unwrap();
    let [invite] = page.rows.as_slice() else {
        panic!("{} invitations", page.rows.len())
    };
    invite.clone()
}

fn id_of(invite: &Invite) -> Option<InviteId> {
    InviteId::parse(&invite.id)
}

fn state(t: &Test, invite: &Invite) -> State {
    invite.life().state(services::ports::clock::Clock::now(&*t.clock))
}

async fn answer(t: &Test, token: &str, last_name: &str) -> Result<auth::NewTokens, Error> {
    answer_born(t, token, last_name, None).await
}

async fn answer_born(
    t: &Test,
    token: &str,
    last_name: &str,
    born: Option<&str>,
) -> Result<auth::NewTokens, Error> {
    let claimed = Claimed {
        token: token.to_owned(),
        last_name: last_name.into(),
        born: born.map(|day| Day(day.into())),
        password: PASSWORD.into(),
    };
    invites::accept(&t.platform, claimed, &Browser::default()).await
}

fn refusal(outcome: Result<auth::NewTokens, Error>) -> Option<Code> {
    match outcome {
        Err(Error::Form(errors)) => errors.code("own-last-name").cloned(),
        _ => None,
    }
}

both_engines! {
    async fn the_link_and_the_last_name_open_an_account_once(t: Test) {
        let staff = t.staff("Olwen").await;
        invites::invite(&staff, sian()).await.unwrap();
        let link = token(&t).await;
        for _ in 0..3 {
            assert_eq!(invites::open(&t.platform, &link).await.unwrap(), Opened::Ready { first_name: "Siân".into(), asks_born: false });
        }
        let outcomes = join_all((0..8).map(|_| answer(&t, &link, " oconnor "))).await;
        let mut entered = outcomes.into_iter().filter_map(Result::ok);
        let tokens = entered.next().unwrap();
        assert!(entered.next().is_none(), "it worked twice");
        let session = auth::look_up(&t.platform, Plane::Portal, Some(&tokens.session)).await.unwrap();
        assert!(matches!(session, Session::Full(_, Language::Welsh)));
        let invite = only(&staff).await;
        assert_eq!(state(&t, &invite), State::Used);
        assert_eq!(audited(&t.platform, "invite.used", &tokens.account).await, 1);
        assert_eq!(invites::open(&t.platform, &link).await.unwrap(), Opened::HasAccount);
        assert!(answer(&t, &link, "O'Connor").await.is_err());
        for refused in [invites::resend(&staff, id_of(&invite)).await, invites::cancel(&staff, id_of(&invite)).await] {
            assert!(matches!(refused, Err(Error::Conflict(Conflict::InviteOver))));
        }
    }

    async fn five_wrong_names_at_once_or_after_each_other_end_it(t: Test) {
        let staff = t.staff("Olwen").await;
        invites::invite(&staff, sian()).await.unwrap();
        let link = token(&t).await;
        let outcomes = join_all((0..30).map(|_| answer(&t, &link, "Price"))).await;
        let told: Vec<Code> = outcomes.into_iter().filter_map(refusal).collect();
        assert_eq!(told.iter().filter(|code| **code == Code::Wrong).count(), 4);
        assert_eq!(told.iter().filter(|code| **code == Code::NoTriesLeft).count(), 1);
        assert!(answer(&t, &link, "O'Connor").await.is_err());
        assert_eq!(invites::open(&t.platform, &link).await.unwrap(), Opened::Dead);
        assert_eq!(state(&t, &only(&staff).await), State::Expired);
    }

    async fn a_day_of_birth_on_the_invitation_is_asked_for_as_well(t: Test) {
        let staff = t.staff("Olwen").await;
        let tomorrow = NewInvite { born: Some(Day("2026-11-25".into())), ..sian() };
        let Err(Error::Form(errors)) = invites::invite(&staff, tomorrow).await else { panic!("not born yet") };
        assert_eq!(errors.code("day"), Some(&Code::Malformed));
        invites::invite(&staff, NewInvite { born: Some(Day("1975-09-09".into())), ..sian() }).await.unwrap();
        let link = token(&t).await;
        assert_eq!(invites::open(&t.platform, &link).await.unwrap(), Opened::Ready { first_name: "Siân".into(), asks_born: true });
        // What is left empty is no guess.
        for _ in 0..6 {
            let Err(Error::Form(errors)) = answer(&t, &link, "O'Connor").await else { panic!("it opened") };
            assert_eq!(errors.code("day"), Some(&Code::Malformed));
        }
        let Err(Error::Form(errors)) = answer_born(&t, &link, "Price", Some("1975-09-10")).await else { panic!("it opened") };
        assert_eq!((errors.code("own-last-name"), errors.code("day")), (Some(&Code::Wrong), Some(&Code::Wrong)));
        let guesses = join_all((0..30).map(|_| answer_born(&t, &link, "O'Connor", Some("1975-09-10")))).await;
        assert!(guesses.iter().all(Result::is_err));
        let right = answer_born(&t, &link, "O'Connor", Some("1975-09-09")).await;
        assert!(right.is_err(), "five wrong answers ended it");
        let id = id_of(&only(&staff).await);
        invites::resend(&staff, id).await.unwrap();
        let link = token(&t).await;
        answer_born(&t, &link, "O'Connor", Some("1975-09-09")).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from invites where born <> ''", args![]).await, 0, "it is forgotten");
    }

    async fn a_fresh_link_ends_the_older_one_and_cancelling_ends_all(t: Test) {
        let staff = t.staff("Olwen").await;
        invites::invite(&staff, sian()).await.unwrap();
        let old = token(&t).await;
        let twice = invites::invite(&staff, sian()).await;
        assert!(matches!(twice, Err(Error::Conflict(Conflict::AlreadyInvited))));
        let id = id_of(&only(&staff).await);
        invites::resend(&staff, id.clone()).await.unwrap();
        let new = token(&t).await;
        assert_ne!(old, new);
        assert_eq!(invites::open(&t.platform, &old).await.unwrap(), Opened::Dead);
        assert!(answer(&t, &old, "O'Connor").await.is_err());
        invites::cancel(&staff, id).await.unwrap();
        assert_eq!(invites::open(&t.platform, &new).await.unwrap(), Opened::Dead);
        assert!(answer(&t, &new, "O'Connor").await.is_err());
        t.clock.advance_secs(4 * 24 * 3600);
        assert_eq!(invites::mail_due(&t.platform).await.unwrap(), 0, "a reminder of what is cancelled");
    }

    async fn the_inviters_lost_right_ends_the_link(t: Test) {
        let staff = t.staff_as("Olwen", BuiltInRole::Manager).await;
        invites::invite(&staff, sian()).await.unwrap();
        let link = token(&t).await;
        t.platform.db.execute("update staff set disabled_at = 1", args![]).await.unwrap();
        assert_eq!(invites::open(&t.platform, &link).await.unwrap(), Opened::Dead);
        assert!(answer(&t, &link, "O'Connor").await.is_err());
    }

    async fn reminders_come_on_day_three_and_daily_once_each_with_the_same_link(t: Test) {
        let staff = t.staff("Olwen").await;
        let node = t.another_node().await;
        invites::invite(&staff, sian()).await.unwrap();
        let link = token(&t).await;
        let day = 24 * 3600;
        for hour in 0..8 * 24 {
            t.clock.advance_secs(3600);
            // The clock jumps back for a moment, and both nodes look at once.
            if hour % 7 == 0 {
                t.clock.advance_secs(-day);
                invites::mail_due(&node).await.unwrap();
                t.clock.advance_secs(day);
            }
            let looks = [&t.platform, &node, &t.platform, &node].map(invites::mail_due);
            for look in join_all(looks).await {
                look.unwrap();
            }
            t.work().await;
        }
        let mails = t.mail.sent_to(MAIL);
        assert_eq!(mails.len(), 1 + 4, "days 3, 4, 5 and 6");
        assert!(mails.iter().all(|mail| mail.text.contains(&link)));
        assert_eq!(only(&staff).await.reminders, 4);
        assert_eq!(state(&t, &only(&staff).await), State::Expired);
        assert_eq!(count(&t.platform, "select count(*) from audit where event = 'invite.reminded'", args![]).await, 4);
        node.db.close().await;
    }

    async fn staff_find_by_name_email_and_state(t: Test) {
        let staff = t.staff("Olwen").await;
        invites::invite(&staff, sian()).await.unwrap();
        let find = async |words: &str, state| {
            let filter = Filter { words: words.into(), state };
            invites::list(&staff, &filter, None).await.unwrap().rows.len()
        };
        for words in ["", "sian", "CONNOR", "o'connor sian@example.org"] {
            assert_eq!(find(words, Some(State::Pending)).await, 1, "{words}");
        }
        assert_eq!(find("megan", None).await, 0);
        assert_eq!(find("", Some(State::Expired)).await, 0);
        t.clock.advance_secs(7 * 24 * 3600);
        assert_eq!(find("", Some(State::Expired)).await, 1);
        assert_eq!(find("", Some(State::Pending)).await, 0);
        let outsider = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        assert!(matches!(invites::list(&outsider, &Filter::default(), None).await, Err(Error::Denied)));
        assert!(matches!(invites::invite(&outsider, sian()).await, Err(Error::Denied)));
    }

    async fn a_list_is_taken_out_with_the_right_and_a_fresh_proof_only(t: Test) {
        let outsider = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        assert!(matches!(invites::export_began(&outsider).await, Err(Error::Denied)));
        assert!(matches!(invites::export_part(&outsider, &Filter::default(), None).await, Err(Error::Denied)));
        let staff = t.staff("Olwen").await;
        let dangerous = NewInvite { first_name: "=HYPERLINK(1)".into(), ..sian() };
        invites::invite(&staff, dangerous).await.unwrap();
        let head = invites::export_began(&staff).await.unwrap();
        assert!(head.starts_with("first name,last name,email,"));
        let (lines, last) = invites::export_part(&staff, &Filter::default(), None).await.unwrap().unwrap();
        assert!(lines.starts_with("'=HYPERLINK(1),O'Connor,sian@example.org,cy,,pending,"), "{lines}");
        assert!(invites::export_part(&staff, &Filter::default(), Some(&last)).await.unwrap().is_none());
        assert_eq!(count(&t.platform, "select count(*) from audit where event = 'invites.exported'", args![]).await, 1);
        t.clock.advance_secs(600);
        assert!(matches!(invites::export_began(&staff).await, Err(Error::ProveFirst)));
    }

    async fn whoever_has_an_account_is_not_invited(t: Test) {
        let staff = t.staff("Olwen").await;
        let tenant = t.tenant("Megan").await;
        let email = tenant.email.clone();
        let refused = invites::invite(&staff, NewInvite { email, ..sian() }).await;
        let Err(Error::Form(errors)) = refused else { panic!("they were invited") };
        assert_eq!(errors.code("invited-email"), Some(&Code::Taken));
        assert!(invites::list(&staff, &Filter::default(), None).await.unwrap().rows.is_empty());
    }
}
