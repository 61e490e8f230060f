//! What every form says of itself, for the access matrix: who may use it, and its boxes. Nothing else happens.

use super::Access;
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use domain::forms::Form;
use leptos::{prelude::*, reactive::computed::ScopedFuture};
use std::sync::{Arc, Mutex, PoisonError};

/// One form.
#[derive(Clone, Debug)]
pub struct DeclaredForm {
    pub path: &'static str,
    pub method: Method,
    /// Nothing if its server function does not go through `submit`, or cannot be read when its boxes are empty.
    pub access: Option<Access>,
    pub boxes: Vec<String>,
}

type Declaration = (Access, Vec<String>);

/// In a server function's context it stops `submit` after saying who may use the form.
#[derive(Clone, Default)]
pub(super) struct Declaring(Arc<Mutex<Option<Declaration>>>);

impl Declaring {
    pub fn tell<F: Form>(&self, access: Access, form: &F) {
        let values = serde_json::to_value(form).unwrap_or_default();
        let boxes = values
            .as_object()
            .map(|boxes| boxes.keys().cloned().collect())
            .unwrap_or_default();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((access, boxes));
    }

    fn told(&self) -> Option<Declaration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The address of every form.
pub fn form_paths() -> Vec<&'static str> {
    server_fn::axum::server_fn_paths().map(|(path, _)| path).collect()
}

/// Asks every form, in the order of their addresses.
pub async fn declared_forms() -> Vec<DeclaredForm> {
    let mut forms = Vec::new();
    for (path, method) in server_fn::axum::server_fn_paths() {
        let declared = ask(path, &method).await;
        let (access, boxes) = declared.map_or((None, Vec::new()), |(access, boxes)| (Some(access), boxes));
        forms.push(DeclaredForm {
            path,
            method,
            access,
            boxes,
        });
    }
    forms.sort_by_key(|form| form.path);
    forms
}

async fn ask(path: &str, method: &Method) -> Option<Declaration> {
    let mut service = server_fn::axum::get_server_fn_service(path, method.clone())?;
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .ok()?;
    let declaring = Declaring::default();
    let owner = Owner::new();
    let running = owner.with(|| {
        provide_context(declaring.clone());
        ScopedFuture::new(async move { service.run(request).await })
    });
    running.await;
    owner.cleanup();
    declaring.told()
}
