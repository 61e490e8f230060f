//! Credentials with line breaks: each would be a header, a command or a box of its own.

use super::*;
use domain::{
    credentials::CredentialForm,
    forms::{Form, FormErrors},
    integrations::{civica_cx::CivicaCxForm, notify::NotifyForm, smtp::SmtpForm, twilio::TwilioForm},
    sso::SsoForm,
};

const BREAKS: [&str; 4] = ["\r\n", "\n", "\r", "\0"];

/// The form says that this box is wrong.
fn is_refused<T>(parsed: Result<T, FormErrors>, field: &str) -> bool {
    parsed.is_err_and(|errors| errors.code(field).is_some())
}

#[test]
fn no_form_takes_a_secret_of_two_lines() {
    for line_break in BREAKS {
        let secret = format!("secret{line_break}X-Injected: yes");
        let cx = CivicaCxForm {
            api_password: secret.clone(),
            ..CivicaCxForm::default()
        };
        assert!(is_refused(cx.parse(), "api_password"));
        let notify = NotifyForm {
            notify_key: secret.clone(),
            notify_token: secret.clone(),
            ..NotifyForm::default()
        };
        assert!(is_refused(notify.parse(), "notify_key") && is_refused(notify.parse(), "notify_token"));
        let twilio = TwilioForm {
            twilio_token: secret.clone(),
            twilio_key_secret: secret.clone(),
            ..TwilioForm::default()
        };
        assert!(is_refused(twilio.parse(), "twilio_token"));
        assert!(is_refused(twilio.parse(), "twilio_key_secret"));
        let smtp = SmtpForm {
            smtp_password: secret.clone(),
            ..SmtpForm::default()
        };
        assert!(is_refused(smtp.parse(), "smtp_password"));
        let sso = SsoForm {
            client_secret: secret.clone(),
            ..SsoForm::default()
        };
        assert!(is_refused(sso.parse(), "client_secret"));
        let credential = CredentialForm {
            client_secret: secret,
            ..CredentialForm::default()
        };
        assert!(is_refused(credential.parse(), "client_secret"));
    }
}

#[test]
fn names_beside_secrets_have_one_line() {
    for line_break in BREAKS {
        let name = format!("portal{line_break}X-Injected: yes");
        let one_line = |text: &str| !text.is_empty() && !text.contains(['\r', '\n', '\0']);
        let cx = CivicaCxForm {
            api_integration: "on".to_owned(),
            api_url: "https://cx.example.org".to_owned(),
            api_username: name.clone(),
            company: name.clone(),
            ..CivicaCxForm::default()
        };
        let cx = cx.parse().unwrap().settings;
        assert!(one_line(&cx.username) && one_line(&cx.company));
        let twilio = TwilioForm {
            twilio_account: "AC00000000000000000000000000000007".to_owned(),
            twilio_sender: name.clone(),
            ..TwilioForm::default()
        };
        assert!(one_line(&twilio.parse().unwrap().settings.sender));
        let smtp = SmtpForm {
            smtp_host: "smtp.example.org".to_owned(),
            smtp_port: "587".to_owned(),
            smtp_security: "starttls".to_owned(),
            smtp_username: name.clone(),
            from_name: name,
            from_address: "repairs@homes.example".to_owned(),
            ..SmtpForm::default()
        };
        let smtp = smtp.parse().unwrap().settings;
        assert!(one_line(&smtp.username) && one_line(&smtp.from_name));
    }
}

#[tokio::test]
async fn what_was_stored_before_injects_nothing() {
    let made = || Made {
        outbound: super::super::outbound(limits()),
        reach: Reach::LoopbackToo,
        url: "http://127.0.0.1:9".to_owned(),
    };
    for line_break in BREAKS {
        let secret = || SecretString::from(format!("secret{line_break}X-Injected: yes"));
        let config = NotifyConfig {
            api_key: secret(),
            ..notify_config(&made())
        };
        let notify = NotifyText::new(config, &made().outbound, clock());
        assert_eq!(notify.err(), Some(SetupError::NotAHeader));
        let account = format!("AC1{line_break}X-Injected: yes");
        let config = TwilioConfig {
            account,
            ..super::super::messages::twilio_config("http://127.0.0.1:9")
        };
        assert_eq!(
            Twilio::new(config, &made().outbound).err(),
            Some(SetupError::NotAHeader)
        );
    }
}
