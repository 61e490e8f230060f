use super::script::{Answer, lock};
use crate::ports::{
    PortError, assert_outside_transaction,
    messages::{Callback, Disbelieved, Report, Taken},
    text::{Text, TextMessage},
};
use async_trait::async_trait;
use domain::{
    dates::Millis,
    messages::{State, Why},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A vendor of texts that keeps what it is given.
#[derive(Default)]
pub struct TextDouble {
    sent: Mutex<Vec<TextMessage>>,
    script: Mutex<VecDeque<Answer>>,
    asked: AtomicUsize,
    asked_about: Mutex<Vec<String>>,
    fates: Mutex<HashMap<String, Result<Option<Taken>, PortError>>>,
}

impl TextDouble {
    /// The next answers to texts, in order; after them everything is taken.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.script).extend(answers);
    }

    /// Everything that was taken, oldest first.
    pub fn sent(&self) -> Vec<TextMessage> {
        lock(&self.sent).clone()
    }

    /// How often it was asked whether it has a text.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// What is told of the text with this name there when somebody asks; without that it is on its way.
    pub fn fate(&self, vendor_id: &str, told: Result<Option<Taken>, PortError>) {
        lock(&self.fates).insert(vendor_id.to_owned(), told);
    }

    /// The names there of the texts that somebody asked about.
    pub fn asked_about(&self) -> Vec<String> {
        lock(&self.asked_about).clone()
    }

    /// The six digits in the newest text to a number.
    pub fn newest_code(&self, number: &str) -> Option<String> {
        let sent = self.sent();
        let text = sent.iter().rev().find(|text| text.to.as_str() == number)?;
        text.body
            .split(|letter: char| !letter.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .map(str::to_owned)
    }
}

fn taken(id: &str) -> Taken {
    Taken {
        vendor_id: format!("v-{id}"),
        state: State::Sent,
        why: None,
    }
}

#[async_trait]
impl Text for TextDouble {
    async fn test(&self) -> Result<(), PortError> {
        Ok(())
    }

    async fn send(&self, text: &TextMessage) -> Result<Taken, PortError> {
        assert_outside_transaction();
        let answer = lock(&self.script).pop_front().unwrap_or(Answer::Works);
        answer
            .give(|| {
                lock(&self.sent).push(text.clone());
                Ok(taken(&text.id))
            })
            .await
    }

    async fn find(&self, text: &TextMessage, _since: Millis) -> Result<Option<Taken>, PortError> {
        assert_outside_transaction();
        self.asked.fetch_add(1, Ordering::SeqCst);
        let is_there = self.sent().iter().any(|sent| sent.id == text.id);
        Ok(is_there.then(|| taken(&text.id)))
    }

    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        assert_outside_transaction();
        lock(&self.asked_about).push(vendor_id.to_owned());
        let told = lock(&self.fates).get(vendor_id).cloned();
        told.unwrap_or_else(|| Ok(Some(taken(vendor_id.trim_start_matches("v-")))))
    }

    /// News are `id state why`, with `theirs` as authorization.
    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        if callback.authorization != "theirs" {
            return Err(Disbelieved::NotTheirs);
        }
        let text = std::str::from_utf8(callback.body).map_err(|_| Disbelieved::Unreadable)?;
        let mut words = text.split(' ');
        let (id, state, why) = (words.next(), words.next(), words.next());
        let (id, state) = id
            .zip(state.and_then(State::parse))
            .ok_or(Disbelieved::Unreadable)?;
        Ok(Report {
            id: Some(id.to_owned()),
            taken: Taken {
                state,
                why: why.and_then(Why::parse),
                ..taken(id)
            },
        })
    }
}
