//! One conversation with a sending server.

use super::{
    Shared, Tls,
    faults::{self, Kind, Stage},
    log_in,
};
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
};

const LINE: u64 = 64 << 10;
const BAD_SEQUENCE: &str = "503 5.5.1 Bad sequence of commands";

/// A line in the open, or through TLS.
trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

/// Whether the conversation goes on.
enum Then {
    Next,
    End,
    /// What follows is TLS.
    Protect,
}

struct Session {
    stream: BufReader<Box<dyn Line>>,
    shared: Arc<Shared>,
    encrypted: bool,
    greeted: bool,
    trusted: bool,
    sender: Option<String>,
    recipients: Vec<String>,
}

/// Until the sender quits or a fault ends it.
pub async fn hold(stream: TcpStream, shared: Arc<Shared>) -> io::Result<()> {
    // Replies of one byte each are sent as they are.
    stream.set_nodelay(true)?;
    let mut session = if shared.options.tls == Tls::FromTheStart {
        let stream = shared.acceptor.accept(stream).await?;
        Session::over(Box::new(stream), shared, true)
    } else {
        Session::over(Box::new(stream), shared, false)
    };
    let greeting = "220 mail.invalid stand-in, delivers nothing";
    if matches!(session.answer(Stage::Connect, greeting).await?, Then::End) {
        return Ok(());
    }
    while let Some(line) = session.line().await? {
        match session.command(&line).await? {
            Then::Next => {}
            Then::End => return Ok(()),
            Then::Protect => {
                let Session { stream, shared, .. } = session;
                let stream = shared.acceptor.accept(stream.into_inner()).await?;
                session = Session::over(Box::new(stream), shared, true);
            }
        }
    }
    Ok(())
}

impl Session {
    fn over(stream: Box<dyn Line>, shared: Arc<Shared>, encrypted: bool) -> Self {
        let options = &shared.options;
        Self {
            trusted: options.credentials.is_none() && options.mailbox.is_none(),
            stream: BufReader::new(stream),
            shared,
            encrypted,
            greeted: false,
            sender: None,
            recipients: Vec::new(),
        }
    }

    async fn command(&mut self, line: &str) -> io::Result<Then> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.greet(true).await,
            "HELO" => self.greet(false).await,
            "STARTTLS" => self.protect().await,
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
        let ways = log_in::offered(&self.shared);
        let last = match (self.shared.options.tls, self.encrypted) {
            // Nobody is asked to log in where others listen.
            (Tls::StartTls, false) => "250 STARTTLS".to_owned(),
            (Tls::Stripped, false) => format!("250-XXXXXXXA\r\n250 AUTH {ways}"),
            _ => format!("250 AUTH {ways}"),
        };
        let usual = format!(
            "250-mail.invalid\r\n250-SIZE {largest}\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n{last}"
        );
        self.answer(Stage::Greet, &usual).await
    }

    async fn protect(&mut self) -> io::Result<Then> {
        if self.shared.options.tls != Tls::StartTls || self.encrypted {
            return self.say("502 5.5.1 No TLS here").await;
        }
        let usual = "220 2.0.0 Go ahead";
        match self.fault(Stage::StartTls) {
            Some(fault) if fault.fault == Kind::NoTls => {
                self.say(usual).await?;
                self.say("220 and now in the open").await
            }
            Some(fault) => self.strike(&fault, usual).await,
            None => self.say(usual).await.map(|_| Then::Protect),
        }
    }

    async fn authenticate(&mut self, rest: &str) -> io::Result<Then> {
        let is_open = matches!(self.shared.options.tls, Tls::StartTls | Tls::Stripped) && !self.encrypted;
        if is_open {
            return self.say("538 5.7.11 Encryption required").await;
        }
        let (mechanism, first) = rest.split_once(' ').unwrap_or((rest, ""));
        let mechanism = mechanism.to_ascii_uppercase();
        if !log_in::offered(&self.shared)
            .split(' ')
            .any(|known| known == mechanism)
        {
            return self.say("504 5.7.4 Unrecognized authentication type").await;
        }
        let mut given = first.to_owned();
        if given.is_empty() {
            self.say("334 ").await?;
            given = self.line().await?.unwrap_or_default();
        }
        if mechanism == "PLAIN" {
            if !log_in::is_right_password(&self.shared, &given) {
                return self.say("535 5.7.8 Wrong credentials").await;
            }
        } else if let Err(challenge) = log_in::is_right_token(&self.shared, &given) {
            self.say(&format!("334 {challenge}")).await?;
            self.line().await?;
            return self.say("535 5.7.3 Authentication unsuccessful").await;
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
                if fault.fault != Kind::Drip {
                    self.recipients.pop();
                }
                self.strike(&fault, "250 2.1.5 Recipient ok").await
            }
            None => self.say("250 2.1.5 Recipient ok").await,
        }
    }

    async fn data(&mut self) -> io::Result<Then> {
        if self.recipients.is_empty() {
            return self.say(BAD_SEQUENCE).await;
        }
        let go_ahead = "354 Go ahead, end with a dot";
        match self.fault(Stage::Data) {
            Some(fault) if fault.fault != Kind::Drip => return self.strike(&fault, go_ahead).await,
            Some(fault) => self.strike(&fault, go_ahead).await?,
            None => self.say(go_ahead).await?,
        };
        if let Some(fault) = self.fault(Stage::Body) {
            // A line is enough to know that the message is on its way.
            self.stream.read_until(b'\n', &mut Vec::new()).await?;
            return self
                .strike(&fault, "451 4.3.0 Try again later")
                .await
                .map(|_| Then::End);
        }
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
            Some(fault) => self.strike(&fault, "250 2.0.0 Kept").await,
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
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if length > 0 {
            self.shared.mailbox().hear(&line, self.encrypted);
        }
        Ok((length > 0).then_some(line))
    }

    async fn answer(&mut self, at: Stage, usual: &str) -> io::Result<Then> {
        match self.fault(at) {
            Some(fault) => {
                if fault.fault != Kind::Drip {
                    self.sender = None;
                }
                self.strike(&fault, usual).await
            }
            None => self.say(usual).await,
        }
    }

    fn fault(&self, at: Stage) -> Option<faults::Fault> {
        faults::draw(&mut self.shared.mailbox().faults, at, &self.recipients)
    }

    async fn strike(&mut self, fault: &faults::Fault, usual: &str) -> io::Result<Then> {
        match fault.fault {
            Kind::Drip => {
                let delay = Duration::from_millis(fault.delay_ms.unwrap_or(100));
                for byte in format!("{usual}\r\n").into_bytes() {
                    self.stream.write_all(&[byte]).await?;
                    self.stream.flush().await?;
                    tokio::time::sleep(delay).await;
                }
                Ok(Then::Next)
            }
            Kind::NoTls => self.say(usual).await,
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
