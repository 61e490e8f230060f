use crate::{
    on_both_engines,
    site::{Answer, Person, Site, TAP, Visitor, file, jpeg, one_photo, reference, repair_of},
};
use domain::identity::Language::English;
use reqwest::{header, multipart};

const MB: usize = 1024 * 1024;
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";

async fn photos_of(visitor: &Visitor, draft: &str) -> Vec<String> {
    let page = visitor.get(&format!("/repairs/report/{draft}/photos")).await;
    sources(&page)
}

fn sources(page: &Answer) -> Vec<String> {
    let text = page.text();
    let parts = text.split("src=\"/photos/").skip(1);
    parts
        .map(|part| part.split('"').next().unwrap().to_owned())
        .collect()
}

/// A picture with so much after its end that the file has `bytes`: cameras append previews like that.
fn heavy_jpeg(bytes: usize, seed: u8) -> Vec<u8> {
    let mut picture = jpeg(64, seed);
    picture.resize(bytes, 0);
    picture
}

on_both_engines! {
    async fn photos_go_with_the_report(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let draft = megan.draft(TAP).await;
        let both = multipart::Form::new()
            .part("photos", file("sink.jpg", jpeg(800, 1)))
            .part("photos", file("tap & <b>.jpg", jpeg(800, 2)));
        let page = megan.follow(&megan.upload(&draft, both).await).await;
        assert!(page.says("sink.jpg") && page.says("tap & <b>.jpg"));
        let kept = sources(&page);
        assert_eq!(kept.len(), 2);
        let picture = megan.get(&format!("/photos/{}", kept[0])).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, "image/jpeg"));
        image::load_from_memory(&picture.body).unwrap();

        let repair = repair_of(&megan.send_draft(&draft).await);
        site.delivered(&reference(&megan, &repair).await).await;
        site.at_rest().await;
        let ledger = site.world.ledger().await;
        assert_eq!(ledger["attachments"].as_array().unwrap().len(), 2);
        assert_eq!(sources(&megan.get(&format!("/repairs/{repair}")).await).len(), 2);
    }

    async fn a_photo_can_be_taken_out_again(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let draft = megan.draft(TAP).await;
        let page = megan.follow(&megan.upload(&draft, one_photo("a.jpg", jpeg(64, 1))).await).await;
        let photo = sources(&page).remove(0);
        let page = megan.follow(&megan.submit(page.form("/api/portal/repairs/photo-removal")).await).await;
        assert_eq!(sources(&page).len(), 0);
        assert_eq!(megan.get(&format!("/photos/{photo}")).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_file_loses_neither_words_nor_other_photos() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    let big = words::error_too_big(English, "10");
    for (name, bytes, sentence) in [
        ("scan.jpg", PDF.to_vec(), words::error_not_a_picture(English)),
        (
            "torn.jpg",
            jpeg(400, 3)[..4000].to_vec(),
            words::error_not_a_picture(English),
        ),
        ("huge.jpg", vec![0; 40 * MB], &big),
    ] {
        let before = photos_of(&megan, &draft).await.len();
        let seed = u8::try_from(before).unwrap() + 10;
        let around = multipart::Form::new()
            .part("photos", file("before.jpg", jpeg(64, seed)))
            .part("photos", file(name, bytes))
            .part("photos", file("after.jpg", jpeg(64, seed + 1)));
        let page = megan.follow(&megan.upload(&draft, around).await).await;
        assert!(page.says(sentence), "{name}");
        assert_eq!(sources(&page).len(), before + 2, "{name}");
    }
    // The description is where it was, and the report goes out.
    repair_of(&megan.send_draft(&draft).await);
    let left = std::fs::read_dir(site.world.folder.path().join("incoming")).unwrap();
    assert_eq!(left.count(), 0, "no half file stays behind");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn photos_of_phones_are_taken_up_to_ten_megabytes() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    for (bytes, kept) in [(3 * MB, 1), (10 * MB, 2), (10 * MB + 1, 2)] {
        let seed = u8::try_from(bytes % 251).unwrap();
        let photo = one_photo("phone.jpg", heavy_jpeg(bytes, seed));
        megan.follow(&megan.upload(&draft, photo).await).await;
        assert_eq!(photos_of(&megan, &draft).await.len(), kept, "{bytes} bytes");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_photos_are_kept_and_the_eleventh_is_refused() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    let eleven = (0..11).fold(multipart::Form::new(), |form, seed| {
        form.part("photos", file(&format!("{seed}.jpg"), jpeg(32, seed)))
    });
    let page = megan.follow(&megan.upload(&draft, eleven).await).await;
    assert!(page.says(&words::error_too_many(English, "10")));
    assert_eq!(sources(&page).len(), 10);
    let page = megan
        .follow(
            &megan
                .upload(&draft, one_photo("one-more.jpg", jpeg(32, 77)))
                .await,
        )
        .await;
    assert!(page.says(&words::error_too_many(English, "10")));
    assert_eq!(sources(&page).len(), 10);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_breaks_off_is_answered_and_keeps_what_arrived() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    let part = |name: &str| {
        format!(
            "--line\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\n\
             Content-Type: image/jpeg\r\n\r\n"
        )
    };
    let mut body = part("whole.jpg").into_bytes();
    body.extend(jpeg(64, 1));
    body.extend(b"\r\n");
    body.extend(part("cut.jpg").into_bytes());
    body.extend(&jpeg(400, 2)[..2000]);
    megan.opens(&format!("/repairs/report/{draft}/photos"));
    let upload = format!("/repairs/report/{draft}/upload");
    let broken = |request: reqwest::RequestBuilder| {
        request
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
            .body(body.clone())
    };
    let page = megan
        .follow(&megan.send(broken(megan.request("POST", &upload))).await)
        .await;
    assert!(page.says(words::error_interrupted(English)));
    assert_eq!(sources(&page).len(), 1);
    assert_eq!(
        megan.send(broken(megan.script("POST", &upload))).await.status,
        400
    );
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_picker_is_told_by_status() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let draft = megan.draft(TAP).await;
    let path = format!("/repairs/report/{draft}/upload");
    let answer = |visitor: &Visitor, form: multipart::Form| {
        let (visitor, request) = (visitor.clone(), visitor.script("POST", &path).multipart(form));
        async move { visitor.send(request).await.status }
    };
    assert_eq!(answer(&megan, one_photo("a.jpg", jpeg(64, 1))).await, 200);
    assert_eq!(
        answer(&megan, one_photo("a.jpg", jpeg(64, 1))).await,
        200,
        "the same again is no error"
    );
    assert_eq!(answer(&megan, one_photo("a.jpg", PDF.to_vec())).await, 422);
    assert_eq!(answer(&megan, one_photo("a.jpg", vec![0; 11 * MB])).await, 413);
    assert_eq!(
        answer(&megan, multipart::Form::new()).await,
        400,
        "nothing was chosen"
    );
    for seed in 2..=10 {
        assert_eq!(answer(&megan, one_photo("b.jpg", jpeg(32, seed))).await, 200);
    }
    assert_eq!(answer(&megan, one_photo("c.jpg", jpeg(32, 11))).await, 409);
    let stranger = site.visitor();
    assert_eq!(answer(&stranger, one_photo("a.jpg", jpeg(64, 1))).await, 401);
    let text = megan.send(megan.script("POST", &path).body("hello")).await;
    assert_eq!(text.status, 400, "no multipart at all");
    site.stop().await;
}
