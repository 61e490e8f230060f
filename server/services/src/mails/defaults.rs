//! The product's own wording: the sentences of the words, with placeholders where values will stand.

use domain::{
    identity::Language,
    templates::{
        Kind,
        Placeholder::{
            Action, Code, Colleague, Count, Day, EmergencyPhone, Landlord, Link, Name, Phone, Reference,
            Time, Until,
        },
        Wording,
    },
};

/// The product's wording of a kind.
pub fn default_wording(kind: Kind, language: Language) -> Wording {
    Wording {
        subject: subject(kind, language),
        text: text(kind, language),
        sms: sms(kind, language),
    }
}

fn subject(kind: Kind, language: Language) -> String {
    let landlord = Landlord.mark();
    match kind {
        Kind::SignInCode => words::mail_code_subject(language, landlord),
        Kind::RegistrationCode => words::mail_register_code_subject(language, landlord),
        Kind::AdministratorInvited => words::mail_administrator_invited_subject(language, landlord),
        Kind::SecretEnds => words::mail_secret_ends_subject(language).to_owned(),
        Kind::CustomersUnseen => words::mail_unseen_subject(language).to_owned(),
        _ => words::mail_quiet_subject(language, landlord),
    }
}

/// Sentences, each a paragraph.
macro_rules! paragraphs {
    ($($sentence:expr),+ $(,)?) => { vec![$(String::from($sentence)),+].join("\n\n") };
}

fn button(label: &str) -> String {
    format!("[{label}] {}", Link.mark())
}

fn text(kind: Kind, l: Language) -> String {
    use Kind as K;
    match kind {
        K::SignInCode => sign_in_code(l),
        K::Reset => reset(l),
        K::Waiting => waiting(l),
        K::MustReset => must_reset(l),
        K::PasswordChanged => changed(l, words::mail_password_changed, false),
        K::PasswordLimited => changed(l, words::mail_password_changed, true),
        K::FactorChanged => changed(l, words::mail_factor_changed, false),
        K::EmailChanged => changed(l, words::mail_email_changed, false),
        K::SignInChanged => notice(
            l,
            words::mail_sign_in_changed,
            words::mail_sign_in_changed_not_you(l),
        ),
        K::RecoveryCodeUsed => notice(
            l,
            words::mail_recovery_code_used,
            words::mail_sign_in_changed_not_you(l),
        ),
        K::ManyWrongCodes => notice(
            l,
            words::mail_many_wrong_codes,
            words::mail_many_wrong_codes_next(l),
        ),
        K::SecondStepsRemoved => notice(
            l,
            words::mail_second_steps_removed,
            words::mail_second_steps_removed_next(l),
        ),
        K::MailboxReplaced => mailbox_replaced(l),
        K::AccountDeleted => account_deleted(l),
        K::Invited => invited(l, words::mail_invited_next(l)),
        K::InvitedBorn => invited(l, words::mail_invited_next_born(l)),
        K::InviteReminder => invite_reminder(l),
        K::RegistrationCode => registration_code(l),
        K::AlreadyRegistered => already_registered(l),
        K::RegistrationResumed => registration_resumed(l),
        K::RegistrationApproved => registration_approved(l),
        K::RegistrationTold => registration_told(l),
        K::RegistrationRefused => registration_refused(l),
        K::RepairReceived => repair_received(l),
        K::CancelRefused => cancel_refused(l),
        K::AdministratorInvited => administrator_invited(l),
        K::SsoChanged => notice(l, words::mail_sso_changed, words::mail_sso_changed_not_you(l)),
        K::ModeSwitched => mode_switched(l),
        K::SecretEnds => secret_ends(l),
        K::CustomersUnseen => customers_unseen(l),
        K::ApprovalAsked => approval_asked(l),
        K::ApprovalGiven => approval(l, words::mail_approval_given(l, Colleague.mark(), Action.mark())),
        K::ApprovalRefused => approval(
            l,
            words::mail_approval_refused(l, Colleague.mark(), Action.mark()),
        ),
        K::ApprovalLapsed => approval(l, words::mail_approval_lapsed(l, Action.mark())),
        K::ApprovalOver => approval(l, words::mail_approval_over(l, Action.mark())),
        K::DoneAlone => done_alone(l),
        K::VaultRotated => notice(l, words::mail_vault_rotated, words::mail_vault_rotated_next(l)),
    }
}

/// What happened when, and what to do.
fn notice(l: Language, said: impl Fn(Language, &str) -> String, next: &str) -> String {
    paragraphs![said(l, &words::mail_moment(l, Time.mark(), Day.mark())), next]
}

/// What changed when, and the way back for whoever did not change it.
fn changed(l: Language, said: impl Fn(Language, &str) -> String, is_limited: bool) -> String {
    let said = said(l, &words::recovery_moment(l, Time.mark(), Day.mark()));
    let (not_you, reset) = (words::mail_changed_not_you(l), button(words::reset_password(l)));
    if is_limited {
        return paragraphs![said, words::mail_limited(l, Until.mark()), not_you, reset];
    }
    paragraphs![said, not_you, reset]
}

fn mode_switched(l: Language) -> String {
    paragraphs![
        words::mail_mode_switched(l, &words::mail_moment(l, Time.mark(), Day.mark())),
        words::mail_mode_switched_next(l),
        button(words::mail_mode_switched_button(l))
    ]
}

fn sign_in_code(l: Language) -> String {
    paragraphs![
        words::mail_code_intro(l),
        Code.mark(),
        words::mail_code_life(l, Time.mark()),
        words::mail_code_not_you(l)
    ]
}

fn reset(l: Language) -> String {
    paragraphs![
        words::mail_reset_intro(l),
        button(words::reset_password(l)),
        words::mail_reset_life(l, Time.mark()),
        words::mail_reset_not_you(l)
    ]
}

fn waiting(l: Language) -> String {
    paragraphs![
        words::mail_waiting_intro(l, Time.mark()),
        words::mail_waiting_you(l),
        button(words::it_is_me(l)),
        words::mail_waiting_not_you(l)
    ]
}

fn must_reset(l: Language) -> String {
    paragraphs![
        words::mail_must_reset_intro(l),
        button(words::reset_password(l)),
        words::mail_must_reset_next(l)
    ]
}

fn mailbox_replaced(l: Language) -> String {
    paragraphs![
        words::mail_mailbox_replaced(l),
        words::mail_mailbox_replaced_limits(l),
        words::mail_mailbox_replaced_not_you(l)
    ]
}

fn account_deleted(l: Language) -> String {
    paragraphs![
        words::mail_deleted_intro(l),
        words::mail_deleted_kept(l),
        words::mail_deleted_not_asked(l)
    ]
}

fn invited(l: Language, next: &str) -> String {
    paragraphs![
        words::mail_invited(l, Name.mark(), Landlord.mark()),
        next,
        button(words::mail_invited_button(l)),
        words::mail_invited_life(l),
        words::mail_invited_wrong(l)
    ]
}

fn invite_reminder(l: Language) -> String {
    paragraphs![
        words::mail_invite_reminder(l, Name.mark(), Landlord.mark()),
        button(words::mail_invited_button(l)),
        words::mail_invite_reminder_life(l, Time.mark(), Day.mark()),
        words::mail_invited_wrong(l)
    ]
}

fn registration_code(l: Language) -> String {
    paragraphs![
        words::mail_register_code_intro(l),
        Code.mark(),
        words::mail_register_code_life(l, Time.mark()),
        words::mail_register_code_not_you(l)
    ]
}

fn already_registered(l: Language) -> String {
    paragraphs![
        words::mail_register_already(l),
        button(words::mail_register_sign_in(l)),
        words::mail_register_already_not_you(l)
    ]
}

fn registration_resumed(l: Language) -> String {
    paragraphs![
        words::mail_register_resumed(l),
        button(words::mail_register_resumed_button(l))
    ]
}

fn registration_approved(l: Language) -> String {
    paragraphs![
        words::mail_register_approved(l),
        button(words::mail_register_sign_in(l))
    ]
}

fn registration_told(l: Language) -> String {
    paragraphs![words::mail_register_told(l), words::mail_register_told_not_you(l)]
}

fn registration_refused(l: Language) -> String {
    paragraphs![
        words::mail_register_refused(l),
        words::mail_register_refused_call(l)
    ]
}

fn repair_received(l: Language) -> String {
    paragraphs![
        words::mail_repair_intro(l),
        Reference.mark(),
        words::mail_repair_next(l),
        words::mail_repair_link(l, Link.mark()),
        words::mail_repair_worse(l, EmergencyPhone.mark())
    ]
}

fn cancel_refused(l: Language) -> String {
    paragraphs![
        words::mail_cancel_refused(l, Reference.mark()),
        words::mail_cancel_call(l, Phone.mark())
    ]
}

fn administrator_invited(l: Language) -> String {
    paragraphs![
        words::mail_administrator_invited(l, Landlord.mark()),
        words::mail_administrator_invited_next(l),
        button(words::mail_administrator_invited_button(l)),
        words::mail_administrator_invited_life(l),
        words::mail_administrator_invited_wrong(l)
    ]
}

fn customers_unseen(l: Language) -> String {
    paragraphs![
        words::mail_unseen(l, Count.mark()),
        words::mail_unseen_why(l),
        button(words::mail_unseen_button(l)),
    ]
}

fn secret_ends(l: Language) -> String {
    paragraphs![
        words::mail_secret_ends(l, Day.mark()),
        words::mail_secret_ends_next(l),
        button(words::mail_secret_ends_button(l)),
    ]
}

fn approval_asked(l: Language) -> String {
    paragraphs![
        words::mail_approval_asked(l, Colleague.mark(), Action.mark()),
        words::mail_approval_asked_until(l, &words::mail_moment(l, Time.mark(), Day.mark())),
        button(words::mail_approval_button(l)),
        words::mail_approval_asked_strange(l)
    ]
}

/// What became of a request, and where it stands.
fn approval(l: Language, said: String) -> String {
    paragraphs![said, button(words::mail_approval_button(l))]
}

fn done_alone(l: Language) -> String {
    let moment = words::mail_moment(l, Time.mark(), Day.mark());
    paragraphs![
        words::mail_done_alone(l, Colleague.mark(), Action.mark(), &moment),
        words::mail_done_alone_why(l),
        words::mail_done_alone_next(l)
    ]
}

/// The product's text message of a kind; nothing for kinds that are never one.
fn sms(kind: Kind, l: Language) -> String {
    match kind {
        Kind::RegistrationCode => words::text_register_code(l, Landlord.mark(), Code.mark()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        forms::Form,
        templates::{TemplateForm, check},
    };

    #[test]
    fn our_own_wording_keeps_the_rules_that_the_landlords_must_keep() {
        for kind in Kind::ALL.iter().copied() {
            let [en, cy] = Language::ALL.map(|language| default_wording(kind, language));
            assert_eq!(en.sms.is_empty(), kind.sms_required().is_none(), "{kind:?}");
            let form = TemplateForm {
                template: kind.as_str().into(),
                seen: "0".into(),
                subject_en: en.subject.clone(),
                text_en: en.text.clone(),
                sms_en: en.sms.clone(),
                subject_cy: cy.subject.clone(),
                text_cy: cy.text.clone(),
                sms_cy: cy.sms.clone(),
            };
            let parsed = form.parse().unwrap();
            assert_eq!((&parsed.wordings.en, &parsed.wordings.cy), (&en, &cy), "{kind:?}");
            // Every value of its own is used, so that staff see what there is.
            let own: Vec<_> = kind
                .values()
                .filter(|value| ![Landlord, Phone, EmergencyPhone].contains(value))
                .collect();
            assert_eq!(check(kind, &en.text, kind.values(), &own), None, "{kind:?}");
            assert_eq!(check(kind, &cy.text, kind.values(), &own), None, "{kind:?}");
        }
    }
}
