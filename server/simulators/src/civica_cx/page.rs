//! What a person sees who opens the address in a browser.

use axum::response::Html;

pub async fn front() -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=en-GB><head><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Housing system stand-in ({contract})</title>\
         <style>body{{font:1rem/1.5 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem}}code{{background:#eee}}</style></head>\
         <body><h1>This is not Civica Cx</h1>\
         <p>This is a stand-in that follows our own <strong>assumed</strong> contract <code>{contract}</code>. The vendor's \
         interface is not public; nothing here describes it, and all people and homes are invented.</p>\
         <p>The routes are under <code>{base}</code>.</p></body></html>",
        contract = super::CONTRACT,
        base = super::frame::BASE,
    ))
}
