use super::script::{Answer, lock};
use crate::ports::{
    PortError, assert_outside_transaction,
    mail::{Mail, Message},
    messages::Taken,
};
use async_trait::async_trait;
use std::{collections::VecDeque, sync::Mutex};

/// A mail system that keeps what it is given.
#[derive(Default)]
pub struct MailDouble {
    sent: Mutex<Vec<Message>>,
    script: Mutex<VecDeque<Answer>>,
}

impl MailDouble {
    /// The next answers, in order; after them everything is taken.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.script).extend(answers);
    }

    /// Everything that was taken, oldest first.
    pub fn sent(&self) -> Vec<Message> {
        lock(&self.sent).clone()
    }

    /// Messages to one address, oldest first.
    pub fn sent_to(&self, address: &str) -> Vec<Message> {
        self.sent()
            .into_iter()
            .filter(|message| message.to == address)
            .collect()
    }

    /// The code in the newest message to an address.
    pub fn newest_code(&self, address: &str) -> Option<String> {
        let text = self.sent_to(address).pop()?.text;
        text.split("\n\n")
            .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
    }
}

#[async_trait]
impl Mail for MailDouble {
    async fn send(&self, message: &Message) -> Result<Taken, PortError> {
        assert_outside_transaction();
        let answer = lock(&self.script).pop_front().unwrap_or(Answer::Works);
        answer
            .give(|| {
                lock(&self.sent).push(message.clone());
                Ok(Taken::without_name())
            })
            .await
    }
}
