//! One conversation with a sending server.

use super::{
    Shared,
    faults::{self, Kind, Stage},
};
use mail_parser::decoders::base64::base64_decode;
use std::{io, sync::Arc};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

const LINE: u64 = 64 << 10;
const BAD_SEQUENCE: &str = "503 5.5.1 Bad sequence of commands";

/// Whether the conversation goes on.
enum Then {
    Next,
    End,
}

struct Session {
    stream: BufReader<TcpStream>,
    shared: Arc<Shared>,
    greeted: bool,
    trusted: bool,
    sender: Option<String>,
    recipients: Vec<String>,
}

/// Until the sender quits or a fault ends it.
pub async fn hold(stream: TcpStream, shared: Arc<Shared>) -> io::Result<()> {
    let trusted = shared.options.credentials.is_none();
    let stream = BufReader::new(stream);
    let mut session = Session {
        stream,
        shared,
        greeted: false,
        trusted,
        sender: None,
        recipients: Vec::new(),
    };
    if matches!(
        session
            .answer(Stage::Connect, "220 mail.invalid stand-in, delivers nothing")
            .await?,
        Then::End
    ) {
        return Ok(());
    }
    while let Some(line) = session.line().await? {
        if matches!(session.command(&line).await?, Then::End) {
            return Ok(());
        }
    }
    Ok(())
}

impl Session {
    async fn command(&mut self, line: &str) -> io::Result<Then> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.greet(true).await,
            "HELO" => self.greet(false).await,
            "AUTH" => self.authenticate(rest).await,
            "MAIL" => self.mail(rest).await,
            "RCPT" => self.recipient(rest).await,
            "DATA" => self.data().await,
            "RSET" => {
                self.forget();
                self.say("250 2.0.0 Forgotten").await
            }
            "NOOP" => self.say("250 2.0.0 Still here").await,
            "VRFY" => self.say("252 2.5.2 Send it and see").await,
            "QUIT" => self.say("221 2.0.0 Goodbye").await.map(|_| Then::End),
            _ => self.say("500 5.5.2 Unknown command").await,
        }
    }

    async fn greet(&mut self, extended: bool) -> io::Result<Then> {
        self.greeted = true;
        self.forget();
        if !extended {
            return self.say("250 mail.invalid").await;
        }
        let largest = self.shared.options.largest;
        self.say(&format!("250-mail.invalid\r\n250-SIZE {largest}\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN")).await
    }

    async fn authenticate(&mut self, rest: &str) -> io::Result<Then> {
        let (mechanism, first) = rest.split_once(' ').unwrap_or((rest, ""));
        if !mechanism.eq_ignore_ascii_case("PLAIN") {
            return self.say("504 5.5.4 Only PLAIN").await;
        }
        let mut given = first.to_owned();
        if given.is_empty() {
            self.say("334 ").await?;
            given = self.line().await?.unwrap_or_default();
        }
        let decoded = base64_decode(given.as_bytes()).unwrap_or_default();
        let mut parts = decoded
            .split(|byte| *byte == 0)
            .skip(1)
            .map(String::from_utf8_lossy);
        let (user, password) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if self
            .shared
            .options
            .credentials
            .as_ref()
            .is_some_and(|(known, secret)| *known != user || *secret != password)
        {
            return self.say("535 5.7.8 Wrong credentials").await;
        }
        self.trusted = true;
        self.answer(Stage::Auth, "235 2.7.0 Welcome").await
    }

    async fn mail(&mut self, rest: &str) -> io::Result<Then> {
        if !self.greeted || self.sender.is_some() {
            return self.say(BAD_SEQUENCE).await;
        }
        if !self.trusted {
            return self.say("530 5.7.0 Authentication required").await;
        }
        let Some((sender, parameters)) = path(rest, "FROM:") else {
            return self.say("501 5.5.4 MAIL FROM:<address>").await;
        };
        let size = parameters
            .split(' ')
            .find_map(|parameter| parameter.strip_prefix("SIZE=")?.parse::<usize>().ok());
        if size.is_some_and(|size| size > self.shared.options.largest) {
            return self.say("552 5.3.4 Message too big").await;
        }
        self.sender = Some(sender);
        let then = self.answer(Stage::Mail, "250 2.1.0 Sender ok").await?;
        Ok(then)
    }

    async fn recipient(&mut self, rest: &str) -> io::Result<Then> {
        if self.sender.is_none() {
            return self.say(BAD_SEQUENCE).await;
        }
        let Some((recipient, _)) = path(rest, "TO:").filter(|(address, _)| address.contains('@')) else {
            return self.say("501 5.5.4 RCPT TO:<address>").await;
        };
        match recipient.split('@').next() {
            Some("no-such-mailbox") => return self.say("550 5.1.1 No such mailbox").await,
            Some("try-later") => return self.say("451 4.3.0 Try again later").await,
            _ => {}
        }
        self.recipients.push(recipient);
        match self.fault(Stage::Rcpt) {
            Some(fault) => {
                self.recipients.pop();
                self.strike(&fault).await
            }
            None => self.say("250 2.1.5 Recipient ok").await,
        }
    }

    async fn data(&mut self) -> io::Result<Then> {
        if self.recipients.is_empty() {
            return self.say(BAD_SEQUENCE).await;
        }
        if let Some(fault) = self.fault(Stage::Data) {
            return self.strike(&fault).await;
        }
        self.say("354 Go ahead, end with a dot").await?;
        let Some(message) = self.message().await? else {
            return Ok(Then::End);
        };
        let (fault, recipients) = (self.fault(Stage::Message), std::mem::take(&mut self.recipients));
        self.forget();
        if message.len() > self.shared.options.largest {
            return self.say("552 5.3.4 Message too big").await;
        }
        if fault.as_ref().is_none_or(|fault| fault.fault != Kind::Reply) {
            self.shared.mailbox().keep(message, &recipients);
        }
        match fault {
            Some(fault) => self.strike(&fault).await,
            None => self.say("250 2.0.0 Kept").await,
        }
    }

    /// Up to the final dot, with doubled dots undone; longer than the limit by at most a line when it is too big.
    async fn message(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut message = Vec::new();
        loop {
            let mut line = Vec::new();
            if (&mut self.stream).take(LINE).read_until(b'\n', &mut line).await? == 0 {
                return Ok(None);
            }
            if line == b".\r\n" || line == b".\n" {
                return Ok(Some(message));
            }
            if message.len() <= self.shared.options.largest {
                message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            }
        }
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let length = (&mut self.stream).take(LINE).read_until(b'\n', &mut line).await?;
        Ok((length > 0).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    async fn answer(&mut self, at: Stage, usual: &str) -> io::Result<Then> {
        match self.fault(at) {
            Some(fault) => {
                self.sender = None;
                self.strike(&fault).await
            }
            None => self.say(usual).await,
        }
    }

    fn fault(&self, at: Stage) -> Option<faults::Fault> {
        faults::draw(&mut self.shared.mailbox().faults, at, &self.recipients)
    }

    async fn strike(&mut self, fault: &faults::Fault) -> io::Result<Then> {
        match fault.fault {
            Kind::Cut => Ok(Then::End),
            Kind::Silence => std::future::pending().await,
            Kind::Reply => {
                let reply = fault.reply.as_deref().unwrap_or("451 4.3.0 Try again later");
                self.say(reply).await?;
                Ok(if reply.starts_with("421") {
                    Then::End
                } else {
                    Then::Next
                })
            }
        }
    }

    async fn say(&mut self, reply: &str) -> io::Result<Then> {
        self.stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
        self.stream.flush().await?;
        Ok(Then::Next)
    }

    fn forget(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }
}

/// The address between the angle brackets after `FROM:` or `TO:`, and what follows.
fn path<'a>(text: &'a str, keyword: &str) -> Option<(String, &'a str)> {
    let (start, rest) = text.split_at_checked(keyword.len())?;
    let inside = rest
        .trim_start()
        .strip_prefix('<')
        .filter(|_| start.eq_ignore_ascii_case(keyword))?;
    let (address, parameters) = inside.split_once('>')?;
    Some((address.to_owned(), parameters.trim()))
}
