//! Codes guessed from many connections at once (SEC-O2, O4): the budget is exact.

use crate::{
    on_both_engines,
    site::{Person, Site, Visitor},
};
use futures_util::future::join_all;

const CONNECTIONS: usize = 50;
const TRIES: usize = 5;

/// Sends a code as a script of the page does: the status, and what is wrong with the code.
async fn give(visitor: &Visitor, code: &str) -> (u16, String) {
    let request = visitor
        .script("POST", &Person::MEGAN.api("code"))
        .form(&[("code", code)]);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn how_many(answers: &[(u16, String)], status: u16, kind: &str) -> usize {
    answers
        .iter()
        .filter(|(answered, body)| *answered == status && body.contains(kind))
        .count()
}

/// Somebody whose password was right, and the code in their mailbox.
async fn waiting(site: &Site) -> (Visitor, String) {
    let known = site.world.mails_to(Person::MEGAN.email).await.len();
    let visitor = site.visitor();
    visitor.give_password(Person::MEGAN).await;
    let code = site.world.code_after(known, Person::MEGAN.email).await;
    (visitor, code)
}

/// A code of six digits that is another one.
fn other_than(code: &str, number: usize) -> String {
    let right: usize = code.parse().unwrap();
    format!("{:06}", (right + 1 + number) % 1_000_000)
}

on_both_engines! {
    async fn fifty_connections_that_guess_at_once_get_five_tries(site: &Site) {
        let (visitor, code) = waiting(site).await;
        let guesses: Vec<_> = (0..CONNECTIONS).map(|number| (visitor.copy(), other_than(&code, number))).collect();
        let answers = join_all(guesses.iter().map(|(copy, guess)| give(copy, guess))).await;
        assert_eq!(how_many(&answers, 422, "\"wrong\""), TRIES - 1, "{answers:?}");
        assert_eq!(how_many(&answers, 422, "\"no-tries-left\""), CONNECTIONS - (TRIES - 1), "{answers:?}");
        // No try is left for the right one, and every try that was spent counts to the account as well, once.
        assert_eq!(how_many(&[give(&visitor, &code).await], 422, "\"no-tries-left\""), 1);
        assert_eq!(visitor.get("/").await.leads_to(), "/sign-in");
        let sql = "select hits from throttles where key like 'portal:account:%'";
        let (hits,): (i64,) = site.node.platform.db.one(sql, vec![]).await.unwrap();
        assert_eq!(hits, i64::try_from(TRIES).unwrap());
    }

    async fn one_right_code_from_fifty_connections_lets_one_in(site: &Site) {
        let (visitor, code) = waiting(site).await;
        let copies: Vec<_> = (0..CONNECTIONS).map(|_| visitor.copy()).collect();
        let answers = join_all(copies.iter().map(|copy| give(copy, &code))).await;
        assert_eq!(how_many(&answers, 200, ""), 1, "{answers:?}");
        let sql = "select count(*) from portal_sessions where stage = 'full'";
        let (sessions,): (i64,) = site.node.platform.db.one(sql, vec![]).await.unwrap();
        assert_eq!(sessions, 1);
    }
}
