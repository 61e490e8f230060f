//! What browsers and others send as a form: decoded as the server does it, then parsed. Nothing may panic, the same words
//! always get the same verdict, and what is accepted holds nothing that could do harm where it goes.

#![no_main]

use domain::{
    administrators::{AddForm, ChangeForm, DomainsForm, PersonForm, RemoveRoleForm, RoleForm},
    credentials::{CredentialForm, CredentialPress},
    customers::{CustomerForm, NoteForm, ReasonForm, SearchForm},
    drops::{ReadForm, UseForm},
    forms::Form,
    housing::{RefreshingForm, StartSyncForm, SyncForm},
    identity::{
        AskResetForm, ChangePasswordForm, ChoosePasswordForm, CodeForm, ItIsMeForm, NextForm, ProveForm,
        SignInForm, factors,
        sessions::{EndSessionForm, ForgetDeviceForm},
    },
    integrations::{ConnectionForm, civica_cx, notify::NotifyForm, smtp::SmtpForm, twilio::TwilioForm},
    invites::{ClaimForm, ImportForm, InviteForm, InviteIdForm, TableForm},
    registration,
    repairs::{AcceptSafetyForm, CancelForm, DescribeForm, DraftForm},
    sso::{EnableForm, SsoForm},
    templates::{MessageForm, RestoreForm, SendingForm, TemplateForm},
};
use libfuzzer_sys::fuzz_target;

/// As the framework decodes a posted form: five levels deep, lenient about brackets.
fn decode<F: Form>(text: &str) -> Option<F::Parsed> {
    let form: F = serde_qs::Config::new(5, false).deserialize_str(text).ok()?;
    let parsed = form.parse();
    assert_eq!(form.parse().is_ok(), parsed.is_ok());
    parsed.ok()
}

macro_rules! decode_all {
    ($text:ident: $($form:ty),+ $(,)?) => { $(decode::<$form>($text);)+ };
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(sign_in) = decode::<SignInForm>(text) {
        assert!(!sign_in.email.as_str().contains(['\r', '\n', ' ', '<', '>']));
        assert!(sign_in.password.chars().count() <= 256);
    }
    if let Some(entry) = decode::<CodeForm>(text) {
        assert!(entry.code.len() == 6 && entry.code.bytes().all(|byte| byte.is_ascii_digit()));
    }
    // What goes to outside systems, in headers and addresses among others, has one line.
    let is_secret = |secret: Option<String>| {
        secret.is_none_or(|secret| !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic()))
    };
    if let Some(notify) = decode::<NotifyForm>(text) {
        assert!(is_secret(notify.key) && is_secret(notify.token));
    }
    if let Some(twilio) = decode::<TwilioForm>(text) {
        assert!(is_secret(twilio.token) && is_secret(twilio.key_secret));
        assert!(!twilio.settings.sender.contains(['\r', '\n', '\0']));
    }
    if let Some(smtp) = decode::<SmtpForm>(text) {
        let settings = smtp.settings;
        for line in [settings.host, settings.username, settings.from_name, settings.from_address] {
            assert!(!line.contains(['\r', '\n', '\0']));
        }
        assert!(smtp.password.is_none_or(|password| !password.contains(['\r', '\n', '\0'])));
    }
    if let Some(cx) = decode::<civica_cx::CivicaCxForm>(text) {
        let settings = cx.settings;
        for line in [settings.api_url, settings.username, settings.company] {
            assert!(!line.contains(['\r', '\n', '\0']));
        }
        assert!(cx.password.is_none_or(|password| !password.contains(['\r', '\n', '\0'])));
    }
    if let Some(credential) = decode::<CredentialForm>(text) {
        assert!(!credential.name.contains(['\r', '\n', '\0']) && !credential.rights.is_empty());
        assert!(credential.secret.is_none_or(|secret| !secret.contains(['\r', '\n', '\0'])));
    }
    decode_all!(text:
        NextForm, EndSessionForm, ForgetDeviceForm,
        factors::AppCodeForm, factors::RecoveryForm, factors::PasskeyForm, factors::ConfirmAppForm,
        factors::RenameForm, factors::RemoveForm, factors::HelpForm, factors::SignInSettingsForm,
        AskResetForm, ChoosePasswordForm, ChangePasswordForm, ProveForm,
        ItIsMeForm,
        registration::AskForm, registration::LetterForm, registration::MailboxForm, registration::ApproveForm,
        registration::RefuseForm, registration::MakeLetterForm,
        AddForm, ChangeForm, PersonForm, RoleForm, RemoveRoleForm, DomainsForm,
        SearchForm, CustomerForm, NoteForm, ReasonForm,
        InviteForm, InviteIdForm, TableForm, ImportForm, ClaimForm,
        SsoForm, EnableForm,
        factors::PressForm, registration::PressForm, registration::PrintedForm,
        ConnectionForm, civica_cx::RecordForm, ReadForm, UseForm, CredentialPress,
        RefreshingForm, StartSyncForm, SyncForm,
        TemplateForm, RestoreForm, MessageForm, SendingForm,
        DraftForm, AcceptSafetyForm, DescribeForm, CancelForm,
    );
});
