use super::script::lock;
use crate::ports::{
    assert_outside_transaction,
    directory::{Application, Directory, Token},
};
use async_trait::async_trait;
use domain::credentials::Failure;
use std::{collections::VecDeque, sync::Mutex};
use tokio::sync::watch;

/// What a directory gives for a scope.
#[derive(Clone, Debug)]
pub struct Given {
    pub roles: Vec<&'static str>,
    pub life_secs: i64,
}

impl Given {
    /// An hour with these roles.
    pub fn with(roles: &[&'static str]) -> Self {
        Self {
            roles: roles.to_vec(),
            life_secs: 3600,
        }
    }
}

/// A directory that gives what a test says; without a script each token carries nothing.
pub struct DirectoryDouble {
    scripted: Mutex<VecDeque<Result<Given, Failure>>>,
    always: Mutex<Result<Given, Failure>>,
    asked: Mutex<Vec<(Application, String)>>,
    held: watch::Sender<bool>,
}

impl Default for DirectoryDouble {
    fn default() -> Self {
        Self {
            scripted: Mutex::default(),
            always: Mutex::new(Ok(Given::with(&[]))),
            asked: Mutex::default(),
            held: watch::Sender::new(false),
        }
    }
}

impl DirectoryDouble {
    /// The next answers, in order.
    pub fn script(&self, answers: impl IntoIterator<Item = Result<Given, Failure>>) {
        lock(&self.scripted).extend(answers);
    }

    /// The answer whenever there is no script.
    pub fn always(&self, answer: Result<Given, Failure>) {
        *lock(&self.always) = answer;
    }

    /// Answers wait until they are let go.
    pub fn hold(&self, is_held: bool) {
        self.held.send_replace(is_held);
    }

    /// How many tokens were asked for.
    pub fn count(&self) -> usize {
        lock(&self.asked).len()
    }

    /// Who asked last, and for what.
    pub fn newest(&self) -> Option<(Application, String)> {
        lock(&self.asked).last().cloned()
    }
}

#[async_trait]
impl Directory for DirectoryDouble {
    fn consent(&self, application: &Application, state: &str, redirect: &str) -> Result<String, Failure> {
        Ok(format!(
            "https://directory.example/{}/adminconsent?state={state}&redirect_uri={redirect}",
            application.tenant
        ))
    }

    async fn token(&self, application: &Application, scope: &str) -> Result<Token, Failure> {
        assert_outside_transaction();
        let number = {
            let mut asked = lock(&self.asked);
            asked.push((application.clone(), scope.to_owned()));
            asked.len()
        };
        let mut held = self.held.subscribe();
        // The sender lives as long as the double.
        let _never_closed = held.wait_for(|is_held| !is_held).await;
        let answer = lock(&self.scripted).pop_front();
        let given = answer.unwrap_or_else(|| lock(&self.always).clone())?;
        Ok(Token {
            secret: format!("token-{number}").into(),
            life_secs: given.life_secs,
            roles: given.roles.into_iter().map(str::to_owned).collect(),
        })
    }

    fn explain(&self, error: &str, _description: &str) -> Failure {
        if error == "access_denied" {
            Failure::Declined
        } else {
            Failure::Unexplained
        }
    }
}
