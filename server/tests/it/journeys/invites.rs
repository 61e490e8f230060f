//! A file of people to be invited: what a browser sends without scripts, and what is wrong with it.

use crate::{
    on_both_engines,
    site::{Answer, STAFF, Site, Visitor},
};
use reqwest::multipart::{Form, Part};
use services::args;

const IMPORT: &str = "/console/invites/import";

/// Chooses a file and presses 'Read the file'.
async fn upload(officer: &Visitor, file: impl Into<Vec<u8>>) -> Answer {
    let part = Part::bytes(file.into()).file_name("people.csv");
    upload_as(officer, Form::new().part("file", part)).await
}

async fn upload_as(officer: &Visitor, form: Form) -> Answer {
    officer.opens(IMPORT);
    let request = officer.request("POST", &format!("{IMPORT}/upload"));
    officer.send(request.multipart(form)).await
}

async fn invites(site: &Site) -> i64 {
    let sql = "select count(*) from invites";
    let (count,): (i64,) = site.node.platform.db.one(sql, args![]).await.unwrap();
    count
}

on_both_engines! {
    async fn a_file_is_read_shown_and_sent_once(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let example = officer.get(&format!("{IMPORT}/example")).await;
        assert!(example.text().starts_with("\u{feff}first name,last name,email,"), "{}", example.text());

        let file = "\u{feff}E-mail;First name;Last name;Flat\r\nsian@other.example.org;Siân;O'Connor;<b>4</b>\r\nnobody;Tomos;Bevan;\r\n";
        let read = upload(&officer, file).await;
        let page = officer.follow(&read).await;
        for words in ["Siân O'Connor", "We do not use these columns: Flat.", "1 row is left out.", "Enter an email address, like name@example.com"] {
            assert!(page.says(words), "{words}");
        }
        let form = page.form("/api/console/invites/import");
        let first = officer.submit(form).await;
        let again = officer.submit(page.form("/api/console/invites/import")).await;
        assert_eq!(first.leads_to(), again.leads_to());
        assert!(officer.follow(&first).await.says("1 person is invited"));
        assert_eq!(invites(site).await, 1);
    }

    async fn what_is_wrong_with_a_file_is_said_on_the_page(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let head = "first name,last name,email\n";
        for (file, words) in [
            (Vec::new(), "Choose a file with headings"),
            (b"first name,last name,email\nSi\xe2n,Price,a@example.org".to_vec(), "We cannot read this file."),
            (b"PK\x03\x04\xff\xfe".to_vec(), "We cannot read this file."),
            (b"name,email\nA,b@example.org".to_vec(), "needs the headings first name, last name and email"),
            (format!("{head}\"A,B,c@example.org\n").into_bytes(), "ends in the middle of a cell"),
            (format!("{head}{}", "A,B,c@example.org\n".repeat(501)).into_bytes(), "more than 500 people"),
            (vec![b'a'; 3_000_000], "This file is too big."),
        ] {
            let answer = upload(&officer, file).await;
            assert_eq!(answer.leads_to(), IMPORT, "{words}");
            let page = officer.follow(&answer).await;
            assert!(page.says(words), "{words}");
        }
        let nothing = upload_as(&officer, Form::new().text("other", "x")).await;
        assert!(officer.follow(&nothing).await.says("Choose a file with headings and at least one person"));
        officer.opens(IMPORT);
        let broken = officer
            .request("POST", &format!("{IMPORT}/upload"))
            .header("content-type", "multipart/form-data; boundary=b")
            .body("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nfirst name,last");
        let broken = officer.send(broken).await;
        assert!(officer.follow(&broken).await.says("ends in the middle of a cell"));
        assert_eq!(invites(site).await, 0);
    }
}
