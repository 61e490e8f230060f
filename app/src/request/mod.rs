//! From a request to a page or an act: who asks, in which language, what the last form left behind.

mod access;
mod answer;
mod cookies;
mod declared;
mod forms;
mod page;
mod submit;

pub use access::Access;
pub use answer::{Answer, FormAnswer};
pub use cookies::{CookieStyle, Cookies};
pub use declared::{DeclaredForm, declared_forms, form_paths};
pub use forms::{send_back_to, serve_form};
pub use page::{Page, PageResult, Screen, missing_page, not_found_page, page};
pub use submit::{Next, answer_script, half_session, submit, submit_from, whose_form};

use crate::paths;
use domain::identity::{Language, Plane};
use services::{
    auth::{Browser, Session},
    context::{Actor, Ctx, Life, Platform},
};
use std::{collections::HashMap, sync::Arc};

/// Names of the built files: plain name → hashed name.
pub type Assets = Arc<HashMap<String, String>>;

/// What the layers found out about a request before it reaches a page or a form. Cheap to clone.
#[derive(Clone)]
pub struct RequestContext(Arc<RequestFacts>);

/// The facts of one request.
pub struct RequestFacts {
    pub platform: Arc<Platform>,
    pub assets: Assets,
    pub plane: Plane,
    pub session: Session,
    /// Whose session ran out, if one did.
    pub expired_account: Option<String>,
    pub browser: Browser,
    /// The portal's session cookie in this browser, also where the console is asked: seeing the portal as a customer takes
    /// its place.
    pub portal_session: Option<String>,
    pub language: Language,
    pub cookies: CookieStyle,
    /// The browser's token for one-time answers.
    pub flash_token: Option<String>,
    /// Path and query as asked for.
    pub path: String,
    pub query: String,
    /// The page that a form was sent from, if it is one of ours.
    pub referer: Option<String>,
    /// A guess of the browser, not a visit: one-time answers stay.
    pub is_prefetch: bool,
    /// For `script` elements; the same as in the header.
    pub nonce: String,
    /// Where the demo's mails can be read, if this is a demo.
    pub demo_mailbox: Option<String>,
}

impl RequestContext {
    pub fn new(facts: RequestFacts) -> Self {
        Self(Arc::new(facts))
    }

    /// The context for use cases.
    pub fn ctx(&self) -> Ctx {
        let actor = match &self.session {
            Session::Full(actor, _) | Session::Enrolling(actor, _) => actor.clone(),
            Session::None | Session::Half(_) => Actor::Nobody,
        };
        Ctx::new(actor, self.language, Arc::clone(&self.platform))
    }

    /// The signed-in account's id, or nothing.
    pub fn account(&self) -> &str {
        match &self.session {
            Session::Full(Actor::Customer(customer), _) => customer.id.as_str(),
            Session::Full(Actor::Staff(staff), _) | Session::Enrolling(Actor::Staff(staff), _) => {
                staff.id.as_str()
            }
            _ => "",
        }
    }

    /// Where this person proves anew who they are: those who cannot do anything else yet sign in again.
    pub fn prove_page(&self) -> &'static str {
        match self.0.session {
            Session::Enrolling(..) => paths::sign_in(self.0.plane),
            _ => paths::prove(self.0.plane),
        }
    }

    /// How long this person stays signed in; nothing where staff look at the portal as a customer, for that has its own
    /// end.
    pub fn life(&self) -> Option<Life> {
        match &self.session {
            Session::Full(Actor::Customer(customer), _) if customer.viewer.is_some() => None,
            Session::Full(actor, _) | Session::Enrolling(actor, _) => actor.proof().map(|proof| proof.life),
            Session::None | Session::Half(_) => None,
        }
    }

    /// Path and query as asked for.
    pub fn here(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }
}

impl std::ops::Deref for RequestContext {
    type Target = RequestFacts;

    fn deref(&self) -> &RequestFacts {
        &self.0
    }
}
