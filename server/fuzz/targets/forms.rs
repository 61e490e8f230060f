//! What browsers and others send as a form: decoded as the server does it, then parsed. Nothing may panic, the same words
//! always get the same verdict, and what is accepted holds nothing that could do harm where it goes.

#![no_main]

use domain::{
    administrators::{AddForm, ChangeForm, DomainsForm, PersonForm, RemoveRoleForm, RoleForm},
    customers::{CustomerForm, NoteForm, ReasonForm, SearchForm},
    forms::Form,
    identity::{
        AskResetForm, ChangePasswordForm, ChoosePasswordForm, CodeForm, ItIsMeForm, NextForm, ProveForm,
        SignInForm, factors,
        sessions::{EndSessionForm, ForgetDeviceForm},
    },
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
        TemplateForm, RestoreForm, MessageForm, SendingForm,
        DraftForm, AcceptSafetyForm, DescribeForm, CancelForm,
    );
});
