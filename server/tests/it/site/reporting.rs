//! Reporting a repair by pressing the buttons of its pages.

use super::{Answer, BOILER, CATEGORY, Site, Visitor};
use reqwest::multipart;

pub const WORDS: &str = "It drips day & night <under> the sink";

impl Visitor {
    /// A report up to its page for photos; gives the draft's id.
    pub async fn draft(&self, definition: &str) -> String {
        let page = self.get("/repairs/report").await;
        let form = page
            .form("/api/portal/repairs/category")
            .with("category", CATEGORY);
        let page = self.follow(&self.submit(form).await).await;
        let form = page
            .form("/api/portal/repairs/definition")
            .with("definition", definition);
        let mut page = self.follow(&self.submit(form).await).await;
        if definition == BOILER {
            assert!(page.says("Switch it off."));
            let form = page.form("/api/portal/repairs/safety").with("accepted", "yes");
            page = self.follow(&self.submit(form).await).await;
        }
        let form = page
            .form("/api/portal/repairs/description")
            .with("description", WORDS);
        let described = self.submit(form).await;
        let photos = described.leads_to();
        self.follow(&described).await;
        let draft = photos
            .strip_prefix("/repairs/report/")
            .and_then(|rest| rest.strip_suffix("/photos"));
        draft.unwrap().to_owned()
    }

    /// Sends a finished draft.
    pub async fn send_draft(&self, draft: &str) -> Answer {
        let page = self.get(&format!("/repairs/report/{draft}/check")).await;
        assert!(page.says(WORDS));
        self.submit(page.form("/api/portal/repairs/report")).await
    }

    /// A whole report; gives the repair's id.
    pub async fn report(&self, definition: &str) -> String {
        let draft = self.draft(definition).await;
        repair_of(&self.send_draft(&draft).await)
    }

    /// Posts photos as the plain form does.
    pub async fn upload(&self, draft: &str, photos: multipart::Form) -> Answer {
        self.opens(&format!("/repairs/report/{draft}/photos"));
        let request = self.request("POST", &format!("/repairs/report/{draft}/upload"));
        self.send(request.multipart(photos)).await
    }
}

/// The repair that a sent report leads to.
pub fn repair_of(sent: &Answer) -> String {
    let path = sent.leads_to();
    let id = path
        .strip_prefix("/repairs/")
        .and_then(|rest| rest.strip_suffix("/sent"));
    id.unwrap_or_else(|| panic!("{path} is no confirmation"))
        .to_owned()
}

/// The reference that a repair's confirmation shows.
pub async fn reference(visitor: &Visitor, repair: &str) -> String {
    let page = visitor.get(&format!("/repairs/{repair}/sent")).await.text();
    let (_, rest) = page.split_once("class=\"reference\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

/// A picture of `side` pixels whose `seed` makes it unlike others.
pub fn jpeg(side: u32, seed: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(side, side, |x, y| {
        image::Rgb([
            seed,
            u8::try_from(x % 256).unwrap(),
            u8::try_from(y % 256).unwrap(),
        ])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// One file of a multipart form.
pub fn file(name: &str, bytes: Vec<u8>) -> multipart::Part {
    multipart::Part::bytes(bytes)
        .file_name(name.to_owned())
        .mime_str("image/jpeg")
        .unwrap()
}

/// A form with one photo.
pub fn one_photo(name: &str, bytes: Vec<u8>) -> multipart::Form {
    multipart::Form::new().part("photos", file(name, bytes))
}

impl Site {
    /// The report is in the housing system; gives its entry in the ledger.
    pub async fn delivered(&self, reference: &str) -> serde_json::Value {
        super::eventually("the delivery", || async {
            let ledger = self.world.ledger().await;
            ledger["repairs"].get(reference).cloned()
        })
        .await
    }
}
